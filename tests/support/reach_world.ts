/** Accounts of the test channel that can write first, clients who write to them, and what the desk makes of it. */
import app from '@adonisjs/core/services/app'
import { newId } from '#app/inbox/new_id'
import type { DialogPage, DialogView, MessagePage } from '#app/inbox/views'
import type { PeoplePage, StartState } from '#app/reach/views'
import type { AccountId } from '@svyaz/core'
import { aCompany, signedIn, type Company } from './a_company.ts'
import type { Answer, Browser } from './browser.ts'
import { connectEcho } from './connect_echo.ts'
import { until } from './until.ts'

export type Client = {
  readonly text?: string
  readonly chat?: string
  readonly person?: string
  readonly name?: string
  readonly phone?: string
  readonly email?: string
  readonly username?: string
}

export class ReachWorld {
  readonly company: Company
  readonly browser: Browser
  readonly account: AccountId

  private constructor(company: Company, browser: Browser, account: AccountId) {
    this.company = company
    this.browser = browser
    this.account = account
  }

  static async open(): Promise<ReachWorld> {
    const company = await aCompany()
    const browser = await signedIn(company)
    return new ReachWorld(company, browser, (await connectEcho(browser, company.line)) as AccountId)
  }

  /** One more account; `large` takes longer texts, and files. */
  async another({ large = false } = {}): Promise<AccountId> {
    const values = large ? { port: 26 } : {}
    return (await connectEcho(this.browser, this.company.line, values)) as AccountId
  }

  start(address: string, more: object = {}): Promise<Answer> {
    const body = { id: newId(), text: 'Здравствуйте', account: this.account, address, ...more }
    return this.browser.json('POST', '/inbox/dialogs', body)
  }

  /** A client writes through the plugin's own endpoint. */
  async writes(client: Client, account: AccountId = this.account): Promise<void> {
    const hub = await app.container.make('hub')
    const { text = 'Привет', chat = 'client', person = chat, ...handles } = client
    const answer = await fetch(await hub.endpointUrl(account, '/write'), {
      method: 'POST',
      body: JSON.stringify({ text, chat, person, ...handles }),
    })
    if (!answer.ok) throw new Error(`not taken: ${String(answer.status)}`)
  }

  async dialogs(): Promise<DialogPage['data']> {
    return ((await this.browser.json('GET', '/inbox/dialogs')).body as DialogPage).data
  }

  async dialog(id: string): Promise<DialogView> {
    return (await this.browser.json('GET', `/inbox/dialogs/${id}`)).body as DialogView
  }

  async messages(dialog: string): Promise<MessagePage['data']> {
    const path = `/inbox/dialogs/${dialog}/messages`
    return ((await this.browser.json('GET', path)).body as MessagePage).data
  }

  async people(q: string, more = '', account: AccountId = this.account): Promise<PeoplePage> {
    const query = `account=${account}&q=${encodeURIComponent(q)}${more}`
    const { status, body } = await this.browser.json('GET', `/inbox/contacts?${query}`)
    if (status !== 200) throw new Error(JSON.stringify(body))
    return body as PeoplePage
  }

  async startState(account: AccountId = this.account): Promise<StartState> {
    return (await this.browser.json('GET', `/accounts/${account}/start`)).body as StartState
  }

  async status(message: string): Promise<string> {
    const database = await app.container.make('database')
    const row = await database.row<{ status: string }>(
      'select status from messages where company_id = $1 and id = $2',
      [this.company.id, message]
    )
    return row?.status ?? 'gone'
  }

  async settled(message: string, status: string): Promise<void> {
    await until(async () => (await this.status(message)) === status, `the message is ${status}`)
  }
}
