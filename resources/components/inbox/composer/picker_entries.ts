import type { MacroView } from '@app/macros/views'
import type { ReplyHit, ReplyPage, SectionView } from '@app/replies/views'

/** A row of the picker. */
export type Entry =
  | { readonly is: 'back' }
  | { readonly is: 'section'; readonly section: SectionView }
  | { readonly is: 'reply'; readonly reply: ReplyHit }
  | { readonly is: 'macro'; readonly macro: MacroView }

export const pickerId = 'reply-picker'

export function optionId(entry: Entry): string {
  switch (entry.is) {
    case 'back':
      return `${pickerId}-back`
    case 'section':
      return `${pickerId}-${entry.section.id}`
    case 'reply':
      return `${pickerId}-${entry.reply.id}`
    case 'macro':
      return `${pickerId}-${entry.macro.id}`
  }
}

/** The way back first, then folders, replies and macros. */
export function entriesOf(
  page: ReplyPage | null,
  isInside: boolean,
  macros: readonly MacroView[]
): readonly Entry[] {
  if (page === null) return []
  return [
    ...(isInside ? [{ is: 'back' } as const] : []),
    ...page.sections.map((section) => ({ is: 'section', section }) as const),
    ...page.data.map((reply) => ({ is: 'reply', reply }) as const),
    ...macros.map((macro) => ({ is: 'macro', macro }) as const),
  ]
}

/** Those whose names have every word somebody typed. */
export function named(macros: readonly MacroView[], query: string): readonly MacroView[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return macros.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)))
}
