/** Words of the interface, from the catalogues the server reads too (resources/lang/<language>/ui). */
import IntlMessageFormat from 'intl-messageformat'
import { inject, ref, type App, type InjectionKey, type Ref } from 'vue'

export type Language = 'ru' | 'en'
type Tree = { readonly [key: string]: string | Tree }
export type Catalogue = { readonly [file: string]: Tree }
export type Params = { readonly [name: string]: string | number }

export type I18n = {
  readonly language: Ref<Language>
  t(key: string, params?: Params): string
  /** A text that came in both languages. */
  say(text: { readonly ru: string; readonly en: string } | null | undefined): string
  use(language: Language): Promise<void>
}

const key: InjectionKey<I18n> = Symbol('i18n')

const catalogues = {
  ru: () => import('./catalogue_ru.ts'),
  en: () => import('./catalogue_en.ts'),
}

export async function createI18n(first: Language): Promise<I18n & { install(app: App): void }> {
  const language = ref<Language>(first)
  let words = (await catalogues[first]()).catalogue
  let formats = new Map<string, IntlMessageFormat>()

  function t(name: string, params?: Params): string {
    const pattern = lookUp(words, name)
    if (pattern === undefined) return name
    if (!pattern.includes('{')) return pattern
    let format = formats.get(name)
    if (format === undefined) {
      format = new IntlMessageFormat(pattern, language.value, undefined, { ignoreTag: true })
      formats.set(name, format)
    }
    return String(format.format(params))
  }

  const i18n: I18n = {
    language,
    // Reading `language` here makes every text follow a change of language.
    t: (name, params) => (language.value ? t(name, params) : ''),
    say: (text) => text?.[language.value] ?? '',
    async use(next) {
      words = (await catalogues[next]()).catalogue
      formats = new Map()
      language.value = next
      document.documentElement.lang = next
    },
  }
  return Object.assign(i18n, { install: (app: App) => void app.provide(key, i18n) })
}

function lookUp(words: Catalogue, name: string): string | undefined {
  let at: string | Tree | undefined = words
  for (const part of name.split('.')) at = typeof at === 'object' ? at[part] : undefined
  return typeof at === 'string' ? at : undefined
}

export function useI18n(): I18n {
  const i18n = inject(key)
  if (i18n === undefined) throw new Error('words are not provided')
  return i18n
}
