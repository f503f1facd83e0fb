/**
 * A key press as text: the place on the keyboard, so that it is the same in every layout (experience.md §7).
 * `KeyJ`, `Shift+KeyE`, `Mod+Shift+KeyF`; `Mod` is Ctrl, on a Mac ⌘.
 */
export type Press = Pick<
  KeyboardEvent,
  'code' | 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'
>

/** Signs move between layouts, and programs name their keys by the sign: Ctrl+/ is meant wherever the slash is. */
const signs: { readonly [code: string]: string } = {
  Slash: '/',
  Backslash: '\\',
  Comma: ',',
  Period: '.',
  Semicolon: ';',
  Quote: "'",
  BracketLeft: '[',
  BracketRight: ']',
  Backquote: '`',
  Minus: '-',
  Equal: '=',
}
/** Zoom of the browser: kept free wherever a layout has them. */
const zooms = ['-', '+', '=']

const alone = /^(Shift|Control|Alt|Meta|OS)(Left|Right)?$|^(CapsLock|AltGraph|Fn|Unidentified)$/

/** What a press may have meant, the likeliest first. Alt belongs to the browser's menus and to national characters. */
export function strokesOf(press: Press, isMac: boolean): readonly string[] {
  const { code, key } = press
  if (press.altKey || code === '' || alone.test(code)) return []
  if (isMac ? press.ctrlKey : press.metaKey) return []
  const mod = press.ctrlKey || press.metaKey
  const stroke = (name: string, shift: boolean): string =>
    `${mod ? 'Mod+' : ''}${shift ? 'Shift+' : ''}${name}`
  const isZoom = mod && code in signs && zooms.includes(key)
  const byPlace = isZoom && signs[code] !== key ? [] : [stroke(code, press.shiftKey)]
  const sign = Object.keys(signs).find((one) => signs[one] === key)
  return sign === undefined || sign === code ? byPlace : [...byPlace, stroke(sign, false)]
}

const one = /^(Mod\+)?(Shift\+)?(Key[A-Z]|Digit\d|F([1-9]|1\d|2[0-4])|Numpad\w+|[A-Z][A-Za-z]+)$/

/** One stroke, or two one after the other. */
export function isCombination(text: unknown): text is string {
  if (typeof text !== 'string') return false
  const strokes = text.split(' ')
  return strokes.length <= 2 && strokes.every((stroke) => one.test(stroke))
}

const names: { readonly [code: string]: string } = {
  ...signs,
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowLeft: '←',
  ArrowRight: '→',
  Enter: '↵',
  Escape: 'Esc',
  Delete: 'Del',
}

const nameOf = (code: string): string => names[code] ?? code.replace(/^(Key|Digit)/, '')

/** As caps show it, one text per key: `Ctrl`, `Shift`, `F`. */
export function capsOf(combination: string, isMac: boolean): readonly string[] {
  return combination.split(/[+ ]/).map((part) => {
    if (part === 'Mod') return isMac ? '⌘' : 'Ctrl'
    if (part === 'Shift') return isMac ? '⇧' : 'Shift'
    return nameOf(part)
  })
}

/** For a tooltip: `Ctrl+Shift+F`, `G D`. */
export function wordsOf(combination: string, isMac: boolean): string {
  return combination
    .split(' ')
    .map((stroke) => capsOf(stroke, isMac).join(isMac ? '' : '+'))
    .join(' ')
}

/** For aria-keyshortcuts, which knows no keys one after the other. */
export function ariaOf(combination: string, isMac: boolean): string | undefined {
  if (combination.includes(' ')) return undefined
  const parts = combination.split('+').map((part) => {
    if (part === 'Mod') return isMac ? 'Meta' : 'Control'
    return part === 'Shift' ? part : (signs[part] ?? part.replace(/^(Key|Digit)/, ''))
  })
  return parts.join('+')
}

/** Text for a field that has the caret. */
export const isWriting = (stroke: string): boolean => !/^(Mod\+.*|(Shift\+)?F\d+)$/.test(stroke)

/** Moves about in what has the focus, so a command has it only where nothing has. */
export const isMoving = (stroke: string): boolean => /^(Enter|Arrow\w+)$/.test(stroke)
