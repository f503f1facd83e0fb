import type { Language } from './texts.ts'
import type { Config } from './types.ts'

/** The setting, else the page's language, else the browser's. */
export function languageOf(wanted: Config['language']): Language {
  if (wanted !== 'auto') return wanted
  const lang = document.documentElement.lang || navigator.language
  return /^(ru|be|kk|uk)\b/i.test(lang) ? 'ru' : 'en'
}

const night = matchMedia('(prefers-color-scheme: dark)')

/** The setting, else what the page says of itself, else the system. */
function isDark(wanted: Config['theme']): boolean {
  if (wanted !== 'auto') return wanted === 'dark'
  const root = document.documentElement
  const said = `${root.dataset.theme ?? ''} ${root.className} ${getComputedStyle(root).colorScheme}`
  const dark = /\bdark\b/.test(said)
  const light = /\blight\b/.test(said)
  return dark === light ? night.matches : dark
}

/** Tells at once, and again when the page or the system changes. */
export function followTheme(wanted: Config['theme'], tell: (dark: boolean) => void): void {
  const look = () => tell(isDark(wanted))
  look()
  night.addEventListener('change', look)
  new MutationObserver(look).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['class', 'data-theme', 'style'],
  })
}

/** Black or white, whichever is easier to read on this colour. */
export function inkOn(colour: string): string {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  const light = 0.2126 * r + 0.7152 * g + 0.0722 * b
  return (light + 0.05) / 0.05 > 1.05 / (light + 0.05) ? '#000' : '#fff'
}
