export type Section = {
  readonly id: string
  readonly parent: string | null
  readonly name: string
  /** Members who may change it and everything below. */
  readonly editors: readonly string[]
}

export const mostSections = 500
export const deepestSection = 8

/** The sections of a company, in their order. Pure. */
export class SectionTree {
  readonly sections: readonly Section[]
  readonly #byId: ReadonlyMap<string, Section>
  readonly #byParent: ReadonlyMap<string | null, readonly Section[]>

  constructor(sections: readonly Section[]) {
    this.sections = sections
    this.#byId = new Map(sections.map((section) => [section.id, section]))
    this.#byParent = Map.groupBy(sections, ({ parent }) => parent)
  }

  find(id: string): Section | undefined {
    return this.#byId.get(id)
  }

  children(id: string | null): readonly Section[] {
    return this.#byParent.get(id) ?? []
  }

  /** From the top down to this one. */
  pathOf(id: string | null): readonly Section[] {
    const path: Section[] = []
    for (let at = id === null ? undefined : this.find(id); at; at = this.#above(at))
      path.unshift(at)
    return path
  }

  namesOf(id: string | null): readonly string[] {
    return this.pathOf(id).map(({ name }) => name)
  }

  /** This one and everything below it. */
  below(id: string): readonly string[] {
    return [id, ...this.children(id).flatMap((child) => this.below(child.id))]
  }

  /** Levels from this one down. */
  height(id: string): number {
    return 1 + Math.max(0, ...this.children(id).map((child) => this.height(child.id)))
  }

  named(parent: string | null, name: string): Section | undefined {
    const wanted = sameName(name)
    return this.children(parent).find((section) => sameName(section.name) === wanted)
  }

  isEditor(member: string, id: string | null): boolean {
    return this.pathOf(id).some(({ editors }) => editors.includes(member))
  }

  #above({ parent }: Section): Section | undefined {
    return parent === null ? undefined : this.find(parent)
  }
}

/** Two names that people take for one; the database compares by `search_text`, which does the same. */
export function sameName(name: string): string {
  return name.trim().toLowerCase().replaceAll('ё', 'е')
}

/** ` / ` stands between the names of a path, so it is in none of them. */
export function sectionName(typed: string): string {
  return typed.replaceAll(/\s+/gu, ' ').replaceAll(' / ', '/').trim()
}

export const pathMark = ' / '
