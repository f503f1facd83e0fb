/**
 * Everything the cabinet can be told to do by key or by the palette. A command is a line here, its words `keys.does.<id>`, and
 * one registration where it is done (composables/use_commands.ts); keys, palette, list of keys and settings follow.
 */

/** Where it belongs in the list of keys and in the settings. */
export const commandGroups = ['dialogs', 'answer', 'places', 'help'] as const

type Command = {
  readonly group: (typeof commandGroups)[number]
  /** Places on the keyboard (KeyboardEvent.code), `Mod` is Ctrl or ⌘; two of them, one after the other. Any of these works. */
  readonly keys: readonly string[]
  /** Goes on while the key is held down. */
  readonly repeats?: true
  /** Not in the palette: it is about where the caret is, or is the palette itself. */
  readonly unlisted?: true
}

const table = {
  next_dialog: { group: 'dialogs', keys: ['KeyJ', 'ArrowDown'], repeats: true },
  previous_dialog: { group: 'dialogs', keys: ['KeyK', 'ArrowUp'], repeats: true },
  search: { group: 'dialogs', keys: ['Mod+Shift+KeyF'] },
  new_dialog: { group: 'dialogs', keys: ['KeyC'] },
  unread: { group: 'dialogs', keys: ['KeyU'] },
  no_reply: { group: 'dialogs', keys: ['KeyX'] },
  close: { group: 'dialogs', keys: ['KeyE'] },
  close_next: { group: 'dialogs', keys: ['Shift+KeyE'] },
  assign: { group: 'dialogs', keys: ['KeyA'] },
  assign_to_me: { group: 'dialogs', keys: ['Shift+KeyA'] },
  tags: { group: 'dialogs', keys: ['KeyT'] },
  snooze: { group: 'dialogs', keys: ['KeyS'] },
  pin: { group: 'dialogs', keys: ['KeyP'] },
  select: { group: 'dialogs', keys: ['KeyM'] },

  answer: { group: 'answer', keys: ['KeyR', 'Enter'] },
  attach: { group: 'answer', keys: ['Mod+KeyO'] },
  to_list: { group: 'answer', keys: ['Escape'], unlisted: true },

  go_dialogs: { group: 'places', keys: ['KeyG KeyD'] },
  go_lines: { group: 'places', keys: ['KeyG KeyL'] },
  go_settings: { group: 'places', keys: ['KeyG KeyS'] },

  palette: { group: 'help', keys: ['Mod+KeyK'], unlisted: true },
  keys: { group: 'help', keys: ['F1', 'Mod+Slash'] },
} as const satisfies { readonly [id: string]: Command }

export type CommandId = keyof typeof table
export const commands: { readonly [id in CommandId]: Command } = table
export const commandIds: readonly CommandId[] = Object.keys(table) as CommandId[]

export const isCommand = (id: string): id is CommandId => Object.hasOwn(table, id)

/** Of fields and lists themselves: shown among the keys, never changed. */
export const fixedKeys: readonly {
  readonly id: string
  readonly group: Command['group']
  readonly keys: string
}[] = [
  { id: 'open', group: 'dialogs', keys: 'Enter' },
  { id: 'send', group: 'answer', keys: 'Enter' },
  { id: 'break_line', group: 'answer', keys: 'Shift+Enter' },
]
