import type { Hints } from './changes.js'
import { at, type DialogState, type Ledger, type PersonState } from './ledger.js'
import type { ChatOf } from './queries/find_dialogs.js'
import type { PersonOf } from './queries/find_people.js'

type Company = {
  /** Of the last change that is in here. */
  seq: number
  /** By account and chat key: the dialog's id. */
  readonly chats: Map<string, string>
  readonly dialogs: Map<string, DialogState>
  readonly people: Map<string, PersonState>
}

/** Copies, to be changed. `seqs`: of the companies at that moment. */
export type Recalled = {
  readonly dialogs: ReadonlyMap<string, DialogState>
  readonly people: ReadonlyMap<string, PersonState>
  readonly seqs: ReadonlyMap<string, number>
}

const mostCompanies = 500
/** Of one company, dialogs and people each: a few megabytes. */
const mostRows = 5000

/**
 * Dialogs and people as this process saw them committed, so that a batch needn't read what the last one wrote. Everybody who
 * writes them takes the company's next seq under its lock: so what is here is true exactly while the lock gives the seq
 * that follows. A missing row says nothing.
 */
export class Memory {
  readonly #companies = new Map<string, Company>()

  /** Ahead of the lock: it holds only if the lock gives the seqs that follow. */
  recall(chats: readonly ChatOf[], people: readonly PersonOf[]): Recalled {
    const dialogs = new Map<string, DialogState>()
    const persons = new Map<string, PersonState>()
    const seqs = new Map<string, number>()
    for (const { company, account, chat } of chats) {
      const known = this.#companies.get(company)
      const key = at(account, chat)
      const dialog = known?.dialogs.get(known.chats.get(key) ?? '')
      if (!known || !dialog) continue
      dialogs.set(key, { ...dialog })
      seqs.set(company, known.seq)
    }
    for (const { company, account, key } of people) {
      const known = this.#companies.get(company)
      const person = known?.people.get(at(account, key))
      if (!known || !person) continue
      persons.set(at(account, key), { ...person })
      seqs.set(company, known.seq)
    }
    return { dialogs, people: persons, seqs }
  }

  /** After the commit of a batch of messages: all it has read and written. */
  keep(ledger: Ledger, seqs: ReadonlyMap<string, number>): void {
    for (const [company, seq] of seqs) this.#reach(company, seq)
    for (const [key, dialog] of ledger.dialogs) {
      const known = this.#companies.get(dialog.company)
      dialog.isNew = false
      known?.chats.set(key, dialog.id)
      known?.dialogs.set(dialog.id, dialog)
    }
    for (const [key, person] of ledger.people) {
      person.isNew = false
      person.contactIsNew = false
      this.#companies.get(person.company)?.people.set(key, person)
    }
    for (const company of seqs.keys()) this.#limit(company)
  }

  forget(company: string): void {
    this.#companies.delete(company)
  }

  /** The same hints; what others have changed is forgotten at once, and the rest stays true. */
  hearing<All extends Hints>(hints: All): All {
    return {
      ...hints,
      changed: (company, seq, dialogs, reset) => {
        this.#changed(company, seq, dialogs, reset)
        hints.changed(company, seq, dialogs, reset)
      },
    }
  }

  #changed(company: string, seq: number, dialogs: readonly string[], reset: boolean): void {
    const known = this.#companies.get(company)
    if (!known) return
    if (reset || known.seq !== seq - 1) {
      this.#companies.delete(company)
      return
    }
    known.seq = seq
    for (const id of dialogs) known.dialogs.delete(id)
  }

  #reach(company: string, seq: number): void {
    const known = this.#companies.get(company)
    if (known?.seq === seq) return
    this.#companies.delete(company)
    const empty = { chats: new Map(), dialogs: new Map(), people: new Map() }
    this.#companies.set(company, known?.seq === seq - 1 ? { ...known, seq } : { seq, ...empty })
    const [oldest] = this.#companies.keys()
    if (this.#companies.size > mostCompanies && oldest !== undefined) this.#companies.delete(oldest)
  }

  #limit(company: string): void {
    const known = this.#companies.get(company)
    if (known && Math.max(known.chats.size, known.dialogs.size, known.people.size) > mostRows)
      this.#companies.delete(company)
  }
}
