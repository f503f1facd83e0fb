/** Which keys a person has: those of the table, changed or switched off by the person (preferences.keys). */
import {
  commandIds,
  commands,
  isCommand,
  type CommandId,
} from '../../components/cabinet/commands.ts'
import { isCombination } from './strokes.ts'

/** Only what differs from the table: a combination, or '' for none. */
export type OwnKeys = { readonly [id in CommandId]?: string }

export type Keyboard = {
  readonly commandOf: ReadonlyMap<string, CommandId>
  keysOf(id: CommandId): readonly string[]
}

/** What is stored may be of another version: what isn't understood is left out. */
export function readOwnKeys(stored: unknown): OwnKeys {
  if (typeof stored !== 'object' || stored === null) return {}
  return Object.fromEntries(
    Object.entries(stored).filter(
      ([id, keys]) => isCommand(id) && (keys === '' || isCombination(keys))
    )
  ) as OwnKeys
}

/** The person's own come first: a key that a later version wants for something else stays the person's. */
export function keyboardOf(own: OwnKeys): Keyboard {
  const commandOf = new Map<string, CommandId>()
  const keys = new Map<CommandId, string[]>(commandIds.map((id) => [id, []]))
  const give = (id: CommandId, combination: string): void => {
    if (combination === '' || clash(combination, commandOf) !== undefined) return
    commandOf.set(combination, id)
    keys.get(id)?.push(combination)
  }
  for (const id of commandIds) if (own[id] !== undefined) give(id, own[id])
  for (const id of commandIds)
    if (own[id] === undefined) for (const combination of commands[id].keys) give(id, combination)
  return { commandOf, keysOf: (id) => keys.get(id) ?? [] }
}

/** The command that has this combination, begins with it, or is begun by it. */
export function clash(
  combination: string,
  commandOf: ReadonlyMap<string, CommandId>
): CommandId | undefined {
  for (const [taken, id] of commandOf)
    if (
      taken === combination ||
      taken.startsWith(`${combination} `) ||
      combination.startsWith(`${taken} `)
    )
      return id
  return undefined
}

/** The browser's, or of every field; a page can't have them or mustn't. */
const foreign: ReadonlySet<string> = new Set([
  ...[
    'KeyT',
    'KeyN',
    'KeyW',
    'KeyR',
    'KeyL',
    'KeyP',
    'KeyF',
    'KeyD',
    'KeyH',
    'KeyJ',
    'Tab',
  ].flatMap((code) => [`Mod+${code}`, ...(code === 'KeyF' ? [] : [`Mod+Shift+${code}`])]),
  ...['KeyA', 'KeyC', 'KeyV', 'KeyX', 'KeyZ', 'KeyY', 'KeyB', 'KeyI', 'KeyU'].map(
    (code) => `Mod+${code}`
  ),
  ...['KeyV', 'KeyZ', 'KeyI', 'KeyC', 'Delete'].map((code) => `Mod+Shift+${code}`),
  ...['Minus', 'Equal', 'Digit0'].map((code) => `Mod+${code}`),
  ...['F3', 'F5', 'F6', 'F7', 'F11', 'F12', 'Mod+F5', 'Mod+KeyQ', 'Mod+Enter'],
])
const plain =
  /^(Shift\+)?(Tab|Enter|NumpadEnter|Space|Escape|Backspace|Delete|Arrow\w+|Home|End|Page\w+)$/

export type Refusal =
  | { readonly why: 'taken'; readonly by: CommandId }
  /** The browser's, a field's, or of moving about. */
  | { readonly why: 'foreign' }

/** Why a command can't have this combination; undefined: it can. */
export function refusalOf(id: CommandId, combination: string, own: OwnKeys): Refusal | undefined {
  if (foreign.has(combination) || plain.test(combination)) return { why: 'foreign' }
  const by = clash(combination, keyboardOf({ ...own, [id]: '' }).commandOf)
  return by === undefined ? undefined : { why: 'taken', by }
}
