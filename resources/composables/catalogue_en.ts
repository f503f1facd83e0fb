import type { Catalogue } from './i18n.ts'

const files = import.meta.glob<Catalogue[string]>('../lang/en/ui/*.json', {
  eager: true,
  import: 'default',
})

/** One chunk per language, loaded before the first paint. */
export const catalogue: Catalogue = Object.fromEntries(
  Object.entries(files).map(([path, words]) => [path.replace(/^.*\/|\.json$/g, ''), words])
)
