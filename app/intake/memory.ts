import type { Hints } from './changes.js'
import { at, type DialogState, type Ledger, type PersonState } from './ledger.js'
import type { Lock } from './queries/lock_companies.js'
import type { ChatOf } from './queries/find_dialogs.js'
import type { PersonOf } from './queries/find_people.js'

type Company = {
  /** Of the last transaction that is in here. */
  readonly stamp: string
  /** By account and chat key: the dialog's id. */
  readonly chats: Map<string, string>
  readonly dialogs: Map<string, DialogState>
  readonly people: Map<string, PersonState>
}

/** Copies, to be changed. `stamps`: of the companies at that moment. */
export type Recalled = {
  readonly dialogs: ReadonlyMap<string, DialogState>
  readonly people: ReadonlyMap<string, PersonState>
  readonly stamps: ReadonlyMap<string, string>
}

const mostCompanies = 500
/** Of one company, dialogs and people each: a few megabytes. */
const mostRows = 5000

/**
 * Dialogs and people as this process saw them committed, so that a batch needn't read what the last one wrote. Everybody who
 * writes them takes the company's lock and leaves a stamp: what is here is true exactly when the last stamp is the one it
 * was kept with. A missing row says nothing.
 */
export class Memory {
  readonly #companies = new Map<string, Company>()

  /** Ahead of the lock: it holds only if these are the stamps the lock finds. */
  recall(chats: readonly ChatOf[], people: readonly PersonOf[]): Recalled {
    const dialogs = new Map<string, DialogState>()
    const persons = new Map<string, PersonState>()
    const stamps = new Map<string, string>()
    for (const { company, account, chat } of chats) {
      const known = this.#companies.get(company)
      const key = at(account, chat)
      const dialog = known?.dialogs.get(known.chats.get(key) ?? '')
      if (!known || !dialog) continue
      dialogs.set(key, { ...dialog })
      stamps.set(company, known.stamp)
    }
    for (const { company, account, key } of people) {
      const known = this.#companies.get(company)
      const person = known?.people.get(at(account, key))
      if (!known || !person) continue
      persons.set(at(account, key), { ...person })
      stamps.set(company, known.stamp)
    }
    return { dialogs, people: persons, stamps }
  }

  /** After the commit of a batch of messages: all it has read and written. */
  keep(ledger: Ledger, locks: ReadonlyMap<string, Lock>): void {
    for (const [company, lock] of locks) this.#goOn(company, lock)
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
    for (const company of locks.keys()) this.#limit(company)
  }

  forget(company: string): void {
    this.#companies.delete(company)
  }

  /** The same hints, for others who write: after them a recall would be in vain. */
  hearing<All extends Hints>(hints: All): All {
    return {
      ...hints,
      changed: (company, seq, dialogs) => {
        this.forget(company)
        hints.changed(company, seq, dialogs)
      },
    }
  }

  #goOn(company: string, { stamp, before }: Lock): void {
    const known = this.#companies.get(company)
    const empty = { chats: new Map(), dialogs: new Map(), people: new Map() }
    this.#companies.delete(company)
    this.#companies.set(
      company,
      known?.stamp === before ? { ...known, stamp } : { stamp, ...empty }
    )
    const [oldest] = this.#companies.keys()
    if (this.#companies.size > mostCompanies && oldest !== undefined) this.#companies.delete(oldest)
  }

  #limit(company: string): void {
    const known = this.#companies.get(company)
    if (known && Math.max(known.chats.size, known.dialogs.size, known.people.size) > mostRows)
      this.#companies.delete(company)
  }
}
