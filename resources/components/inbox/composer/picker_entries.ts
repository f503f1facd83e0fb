import type { ReplyHit, ReplyPage, SectionView } from '@app/replies/views'

/** A row of the picker. */
export type Entry =
  | { readonly is: 'back' }
  | { readonly is: 'section'; readonly section: SectionView }
  | { readonly is: 'reply'; readonly reply: ReplyHit }

export const pickerId = 'reply-picker'

export function optionId(entry: Entry): string {
  if (entry.is === 'back') return `${pickerId}-back`
  return `${pickerId}-${entry.is === 'section' ? entry.section.id : entry.reply.id}`
}

/** The way back first, then folders, then replies. */
export function entriesOf(page: ReplyPage | null, isInside: boolean): readonly Entry[] {
  if (page === null) return []
  return [
    ...(isInside ? [{ is: 'back' } as const] : []),
    ...page.sections.map((section) => ({ is: 'section', section }) as const),
    ...page.data.map((reply) => ({ is: 'reply', reply }) as const),
  ]
}
