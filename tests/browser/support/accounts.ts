/** Accounts of a company on the stage, and how clients write to them. */
import type { LineRow } from '../../../app/lines/views.ts'
import { Visitor } from '../../../plugins/site_chat/simulator/index.ts'
import type { Person } from '../../support/person.ts'
import { aCompanyOn, type Stage } from './stage.ts'

export type Place = { readonly line: string; readonly account: string }

/** The site chat that the first visit makes. */
export async function sandbox(person: Person): Promise<Place & { readonly demo: string }> {
  const { lines } = await person.props<{ lines: readonly LineRow[] }>('/lines')
  const [line] = lines
  const account = line?.accounts[0]
  if (!line || !account?.link) throw new Error('the first visit made no sandbox')
  return { line: line.id, account: account.id, demo: account.link }
}

export function visitorAt(demo: string): Visitor {
  return new Visitor({ baseUrl: new URL('.', demo) })
}

export type Moody = Place & {
  /** A client of the channel whose words decide how sending ends. */
  write(chat: string, name: string, text: string): Promise<void>
}

/** A new company with the channel beside its sandbox. */
export async function moodyOn(stage: Stage): Promise<Moody> {
  const person = await aCompanyOn(stage)
  const { line } = await sandbox(person)
  return connectMoody(person, line)
}

export async function connectMoody(person: Person, line: string): Promise<Moody> {
  const account = await person.connect(line, 'moody', 'connect', {})
  const door = await person.handout(account, 'in')
  return {
    line,
    account,
    async write(chat, name, text) {
      const response = await fetch(door, {
        method: 'POST',
        body: JSON.stringify({ chat, name, text }),
      })
      if (!response.ok) throw new Error(`the door answered ${String(response.status)}`)
    },
  }
}
