import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import * as nodeModule from 'node:module'
import { gzipSync } from 'node:zlib'

/** One file of the widget, as it goes to a browser. */
export type Asset = { readonly text: string; readonly gzip: Uint8Array<ArrayBuffer> }

/** version: changes with any byte of any module; it stands in their addresses, so they may be cached for ever. */
export type Assets = {
  readonly version: string
  readonly loader: Asset
  readonly modules: ReadonlyMap<string, Asset>
}

const folder = new URL('./widget/', import.meta.url)
let loaded: Promise<Assets> | undefined

/** Read once per process. From `src` the types are stripped here; `dist` has plain modules. No bundler in either. */
export function widgetAssets(): Promise<Assets> {
  loaded ??= load().catch((error: unknown) => {
    loaded = undefined
    throw error
  })
  return loaded
}

async function load(): Promise<Assets> {
  const files = (await readdir(folder)).filter((name) => /(?<!\.spec|\.d)\.(ts|js)$/.test(name))
  const sources = new Map<string, string>()
  for (const name of files.sort()) sources.set(name, await plainScript(name))
  const extension = sources.has('main.ts') ? 'ts' : 'js'
  const loader = sources.get(`widget.${extension}`)
  if (loader === undefined) throw new Error(`the widget's files are missing in ${folder.pathname}`)
  sources.delete(`widget.${extension}`)
  const hash = createHash('sha256')
  for (const [name, text] of sources) hash.update(`${name}\n${text}\n`)
  const version = hash.digest('hex').slice(0, 12)
  return {
    version,
    loader: asset(loader.replace('{main}', `m/${version}/main.${extension}`)),
    modules: new Map([...sources].map(([name, text]) => [name, asset(text)])),
  }
}

async function plainScript(name: string): Promise<string> {
  const source = await readFile(new URL(name, folder), 'utf8')
  const script = name.endsWith('.ts') ? withoutTypes(source) : source
  return (
    script
      .replace(/^\/\/# sourceMappingURL=.*$/m, '')
      // What the compiler adds to the loader: a classic script may not export.
      .replace(/^export \{\};?$/m, '')
      // Comments, indentation and the blanks left by types are for readers of the source. No text of the widget holds two
      // spaces or begins a line with two slashes.
      .replace(/^\s*\/\*\*[\s\S]*?\*\/\s*$/gm, '')
      .replace(/^\s*\/\/.*$/gm, '')
      .replace(/[ \t]{2,}/g, ' ')
      .replace(/^[ \t]+|[ \t]+$/gm, '')
      .replace(/\n{2,}/g, '\n')
  )
}

/** Node says once that this function is experimental; it is what runs our `.ts` files anyway, so that isn't news. */
function withoutTypes(source: string): string {
  const warn = process.emitWarning.bind(process)
  process.emitWarning = () => undefined
  try {
    return nodeModule.stripTypeScriptTypes(source)
  } finally {
    process.emitWarning = warn
  }
}

function asset(text: string): Asset {
  return { text, gzip: new Uint8Array(gzipSync(text, { level: 9 })) }
}
