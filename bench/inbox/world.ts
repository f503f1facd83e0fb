/** The product on a company with a history, and somebody signed in. */
import { join } from 'node:path'
import { v7 } from 'uuid'
import type pg from 'pg'
import { owner, Person } from '../../tests/support/person.ts'
import { Product } from '../../tests/support/product.ts'
import { Asker } from './asker.ts'
import { fill, type Size } from './fill.ts'
import { connect, type Ground } from './ground.ts'
import { findPlaces, type Places } from './places.ts'
import { months } from './settings.ts'

const lines = 3
const accountsOfALine = 2
/** Of the company; each with the owner's password. */
const colleagues = 10

export class World {
  readonly size: Size
  readonly product: Product
  readonly owner: Person
  readonly asker: Asker
  readonly database: pg.Client
  readonly databaseUrl: string
  readonly places: Places
  readonly company: string
  /** Where clients write: the path of the webhook's door. */
  readonly door: string

  private constructor(parts: Omit<World, 'colleague' | 'restart' | typeof Symbol.asyncDispose>) {
    this.size = parts.size
    this.product = parts.product
    this.owner = parts.owner
    this.asker = parts.asker
    this.database = parts.database
    this.databaseUrl = parts.databaseUrl
    this.places = parts.places
    this.company = parts.company
    this.door = parts.door
  }

  static async open(ground: Ground, size: Size): Promise<World> {
    const databaseUrl = await ground.database(`inbox_${String(size.dialogs)}`)
    const plugins = join(import.meta.dirname, '..', 'plugins')
    const product = await Product.start({ databaseUrl, plugins })
    const person = await Person.setUp(product.url)
    const accounts: string[] = []
    for (let line = 0; line < lines; line++) {
      const { id } = await person.post<{ id: string }>('/lines', { name: `Line ${String(line)}` })
      for (let n = 0; n < accountsOfALine; n++)
        accounts.push(await person.connect(id, 'webhook', 'connect', {}))
    }
    const database = await connect(databaseUrl)
    const company = await companyOf(database)
    await addColleagues(database, company)
    const elsewhere = await otherChannel(database, company)
    const members = await membersOf(database, company)
    const all = [...accounts, elsewhere]
    await fill(database, { ...size, company, members, accounts: all, months })
    const places = await findPlaces(database, company)
    const door = new URL(await person.handout(accounts[0] ?? '', 'in')).pathname
    const asker = new Asker(product.url, person.cookies)
    return new World({
      size,
      product,
      owner: person,
      asker,
      database,
      databaseUrl,
      places,
      company,
      door,
    })
  }

  /** New connections. */
  async restart(): Promise<void> {
    await this.product.stop()
    await this.product.up()
  }

  /** Somebody with a session of their own. */
  async colleague(n: number): Promise<Person> {
    return Person.signIn(this.product.url, { ...owner, email: emailOf(n % colleagues) })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.asker.close()
    await this.database.end()
    await this.product[Symbol.asyncDispose]()
  }
}

const emailOf = (n: number) => `colleague${String(n)}@example.test`

async function companyOf(database: pg.Client): Promise<string> {
  const { rows } = await database.query<{ id: string }>('select id from companies')
  return rows[0]?.id ?? ''
}

async function membersOf(database: pg.Client, company: string): Promise<string[]> {
  const { rows } = await database.query<{ id: string }>(
    'select id from members where company_id = $1 order by created_at, id',
    [company]
  )
  return rows.map(({ id }) => id)
}

async function addColleagues(database: pg.Client, company: string): Promise<void> {
  for (let n = 0; n < colleagues; n++) {
    const user = v7()
    await database.query(
      `insert into users (id, email, password, name) select $1, $2, password, 'Colleague' from users limit 1`,
      [user, emailOf(n)]
    )
    await database.query(
      `insert into members (company_id, id, user_id, role, created_at) values ($1, $2, $3, 'operator', now())`,
      [company, v7(), user]
    )
  }
}

/** Of another channel, long disconnected: its dialogs are still read and narrowed by. */
async function otherChannel(database: pg.Client, company: string): Promise<string> {
  const id = v7()
  await database.query(
    `insert into accounts (company_id, id, line_id, plugin, name, disconnected_at)
     select $1, $2, id, 'email', 'Mailbox', now() from lines where company_id = $1 order by id limit 1`,
    [company, id]
  )
  return id
}
