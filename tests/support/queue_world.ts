/** One account of the test channel with a dialog, paced so that what is written waits. */
import app from '@adonisjs/core/services/app'
import { newId } from '#app/inbox/new_id'
import type { QueueView } from '#app/queue/views'
import type { AccountId } from '@svyaz/core'
import { aCompany, aPerson, signedIn, type Company } from './a_company.ts'
import type { Answer, Browser } from './browser.ts'
import { connectEcho } from './connect_echo.ts'
import { until } from './until.ts'

export type QueueWorld = {
  readonly company: Company
  readonly browser: Browser
  readonly account: AccountId
  readonly dialog: string
  /** Sent as from the composer; the id of the message. */
  write(text: string): Promise<string>
  state(query?: string): Promise<QueueView>
  act(command: string, body?: object): Promise<Answer>
  pace(own: object): Promise<Answer>
  status(message: string): Promise<string>
  /** Somebody of the same company who may only look. */
  operator(): Promise<Browser>
}

export async function aQueue(): Promise<QueueWorld> {
  const company = await aCompany()
  const browser = await signedIn(company)
  const account = (await connectEcho(browser, company.line)) as AccountId
  const hub = await app.container.make('hub')
  const database = await app.container.make('database')
  await fetch(await hub.endpointUrl(account, '/write'), {
    method: 'POST',
    body: JSON.stringify({ text: 'Анна Белова', chat: `chat ${account}`, person: 'anna' }),
  })
  const { body } = await browser.json('GET', '/inbox/dialogs')
  const dialog = (body.data[0] as { id: string }).id
  const queue = `/accounts/${account}/queue`
  return {
    company,
    browser,
    account,
    dialog,
    async write(text) {
      const id = newId()
      const sent = await browser.json('POST', `/inbox/dialogs/${dialog}/messages`, { id, text })
      if (sent.status !== 201) throw new Error(JSON.stringify(sent.body))
      return id
    },
    state: async (query = '') =>
      (await browser.json('GET', `${queue}/state${query}`)).body as QueueView,
    act: (command, given = {}) => browser.json('POST', `${queue}/${command}`, given),
    pace: (own) => browser.json('PUT', `/accounts/${account}/pacing`, own),
    async status(message) {
      const row = await database.row<{ status: string }>(
        'select status from messages where company_id = $1 and id = $2',
        [company.id, message]
      )
      return row?.status ?? 'gone'
    },
    operator: async () => signedIn(company, await aPerson(company, 'operator')),
  }
}

/** Ten minutes between two messages: one has gone, all others wait. */
export async function aWaitingQueue(): Promise<QueueWorld> {
  const world = await aQueue()
  await world.pace({ intervalMs: 600_000 })
  // A setting holds within two seconds: until then what is written goes at once.
  for (;;) {
    const probe = await world.write('probe')
    const waits = await until(async () => {
      if ((await world.status(probe)) === 'sent') return 'no'
      const { now, lanes } = await world.state()
      return (lanes[0]?.nextAt ?? 0) > now + 300_000 && 'yes'
    }, 'the message goes, or is to go much later')
    if (waits === 'no') continue
    await world.browser.json('POST', `/inbox/messages/${probe}/cancel`)
    return world
  }
}
