/** The built product with a mailbox connected to real servers, and what an operator sees of it. */
import { testDatabase } from '../../core/tests/support/database.ts'
import { cuttingProxy, type CuttingProxy } from '../../plugins/email/simulator/cutting_proxy.ts'
import { emptyMailbox } from '../../plugins/email/simulator/mailbox.ts'
import { mail } from './mail.ts'
import type { AccountView } from '../../app/lines/views.ts'
import { Person } from './person.ts'
import { Product, type ProductOptions } from './product.ts'
import { until } from './until.ts'

export const shop = 'shop@svyaz.test'
export const anna = 'anna@client.test'
export const ivan = 'ivan@client.test'

export type MailWorld = AsyncDisposable & {
  readonly product: Product
  readonly person: Person
  readonly line: string
  /** The account's id. */
  readonly mailbox: string
  /** Between the product and Dovecot. */
  readonly imap: CuttingProxy
}

export type MailWorldOptions = {
  /** Of the e-mail account, beside the servers. */
  readonly settings?: object
  readonly product?: Omit<ProductOptions, 'databaseUrl' | 'allowHosts'>
  /** Default: a fresh one. */
  readonly databaseUrl?: string
}

export async function mailWorld(options: MailWorldOptions = {}): Promise<MailWorld> {
  const servers = mail()
  await Promise.all([shop, anna, ivan].map((address) => emptyMailbox(servers, address)))
  const database = options.databaseUrl === undefined ? await testDatabase() : undefined
  const imap = await cuttingProxy(servers, servers.ports.imaps)
  const product = await Product.start({
    ...options.product,
    databaseUrl: options.databaseUrl ?? database?.url ?? '',
    allowHosts: servers.host,
  })
  const person = await Person.setUp(product.url)
  const { id: line } = await person.post<{ id: string }>('/lines', { name: 'Продажи' })
  const mailbox = await person.connect(line, 'email', 'password', {
    ...servers.settings(shop),
    imapPort: imap.port,
    ...options.settings,
  })
  await online(person, mailbox)
  return {
    ...{ product, person, line, mailbox, imap },
    [Symbol.asyncDispose]: async () => {
      await product[Symbol.asyncDispose]()
      await imap[Symbol.asyncDispose]()
      await database?.[Symbol.asyncDispose]()
    },
  }
}

/** Its session is up, the first reading of a mailbox over. */
export async function online(person: Person, account: string): Promise<void> {
  await until(async () => (await stateOf(person, account)).is === 'online', 'the account is online')
}

export async function stateOf(person: Person, account: string): Promise<AccountView['state']> {
  return (await person.props<{ account: AccountView }>(`/accounts/${account}`)).account.state
}
