import type { SectionView } from '@app/replies/views'

export type SectionOption = { readonly id: string | null; readonly label: string }

/** Sections as a tree draws them: those right below one. */
export function below(sections: readonly SectionView[], parent: string | null) {
  return sections.filter((section) => section.parent === parent)
}

/** Every section with its whole path, as the tree orders them. `without`: it and all below it are left out. */
export function sectionOptions(
  sections: readonly SectionView[],
  without?: string,
  parent: string | null = null,
  path: readonly string[] = []
): readonly SectionOption[] {
  return below(sections, parent)
    .filter(({ id }) => id !== without)
    .flatMap((section) => {
      const names = [...path, section.name]
      const own = section.mine ? [{ id: section.id, label: names.join(' / ') }] : []
      return [...own, ...sectionOptions(sections, without, section.id, names)]
    })
}

/** Where a step up or down puts one among its siblings: in front of that one, or at the end. */
export function stepped(
  ids: readonly string[],
  id: string,
  by: -1 | 1
): { readonly before?: string } | undefined {
  const at = ids.indexOf(id)
  if (at === -1 || at + by < 0 || at + by >= ids.length) return undefined
  const before = ids[by === -1 ? at - 1 : at + 2]
  return before === undefined ? {} : { before }
}
