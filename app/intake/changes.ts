import type { Lock } from './queries/lock_companies.js'
import type { Change } from './queries/write_changes.js'

/** What a transaction has changed, by company; told to browsers after the commit. */
export class ChangeList {
  readonly seqs: ReadonlyMap<string, number>
  readonly #byCompany = new Map<string, { dialogs: Set<string>; messages: Set<string> }>()
  /** Companies whose pages must load anew: rows have gone. */
  readonly reset = new Set<string>()

  constructor(locks: ReadonlyMap<string, Lock>) {
    this.seqs = new Map([...locks].map(([company, { seq }]) => [company, seq]))
  }

  dialog(company: string, id: string): void {
    this.#of(company).dialogs.add(id)
  }

  message(company: string, message: { readonly id: string; readonly dialog: string }): void {
    this.#of(company).messages.add(message.id)
    this.#of(company).dialogs.add(message.dialog)
  }

  list(): readonly Change[] {
    return [...this.#byCompany].map(([company, { dialogs, messages }]) => ({
      company,
      seq: this.seqOf(company),
      dialogs,
      messages,
    }))
  }

  seqOf(company: string): number {
    const seq = this.seqs.get(company)
    if (seq === undefined) throw new Error('E_NOT_LOCKED: a company was changed without its lock')
    return seq
  }

  #of(company: string) {
    const known = this.#byCompany.get(company) ?? { dialogs: new Set(), messages: new Set() }
    this.#byCompany.set(company, known)
    return known
  }
}

/** Whom to tell that something changed; called after commits only. */
export interface Hints {
  changed(company: string, seq: number, dialogs: readonly string[]): void
}

export function tell(hints: Hints, changes: ChangeList): () => void {
  return () => {
    for (const { company, seq, dialogs, messages } of changes.list()) {
      if (dialogs.size + messages.size > 0 || changes.reset.has(company))
        hints.changed(company, seq, [...dialogs])
    }
  }
}
