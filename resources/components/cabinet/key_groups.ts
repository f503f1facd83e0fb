type Group = {
  readonly id: 'dialogs' | 'answer' | 'places'
  readonly keys: readonly { readonly does: string; readonly press: readonly string[] }[]
}

/** What the list of keys shows; the keys themselves stand where they work. */
export const keyGroups: readonly Group[] = [
  {
    id: 'dialogs',
    keys: [
      { does: 'next', press: ['J'] },
      { does: 'previous', press: ['K'] },
      { does: 'search', press: ['ctrl', 'shift', 'F'] },
      { does: 'new_dialog', press: ['C'] },
      { does: 'unread', press: ['U'] },
      { does: 'no_reply', press: ['X'] },
      { does: 'close', press: ['E'] },
    ],
  },
  {
    id: 'answer',
    keys: [
      { does: 'answer', press: ['R'] },
      { does: 'send', press: ['enter'] },
      { does: 'replies', press: ['/'] },
      { does: 'break_line', press: ['shift', 'enter'] },
      { does: 'attach', press: ['ctrl', 'O'] },
      { does: 'leave', press: ['escape'] },
    ],
  },
  {
    id: 'places',
    keys: [
      { does: 'to_dialogs', press: ['G', 'D'] },
      { does: 'to_lines', press: ['G', 'L'] },
      { does: 'to_settings', press: ['G', 'S'] },
      { does: 'keys', press: ['F1'] },
    ],
  },
]
