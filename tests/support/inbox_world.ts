/** A database with the application's tables, and builders of what happens in it. */
import type { AccountId, CompanyId, ReceivedEvent, Sql } from '@svyaz/core'
import { newId } from '#app/inbox/new_id'
import { createTakeIn, type TakeIn } from '#app/intake/take_in'
import type { Hints } from '#app/intake/changes'
import { Memory } from '#app/intake/memory'
import { createEndCalls, type EndCalls } from '#app/intake/end_calls'
import { testDatabase, type TestDatabase } from '../../core/tests/support/database.ts'
import { createTables } from './create_tables.ts'

export type Told = { company: string; seq: number; dialogs: readonly string[] }

export type TestCompany = {
  readonly id: CompanyId
  readonly line: string
  readonly account: AccountId
  readonly member: string
  readonly colleague: string
}

export class InboxWorld {
  readonly told: Told[] = []
  /** Ids of download rows, in order. */
  readonly downloads: string[] = []
  readonly takeIn: TakeIn
  readonly endCalls: EndCalls
  readonly hints: Hints
  readonly #database: TestDatabase

  private constructor(database: TestDatabase) {
    this.#database = database
    const memory = new Memory()
    const hints: Hints = {
      changed: (company, seq, dialogs) => {
        this.told.push({ company, seq, dialogs })
      },
    }
    this.hints = memory.hearing(hints)
    const hub = async () => this.#downloads()
    this.takeIn = createTakeIn({ hub, hints, memory })
    this.endCalls = createEndCalls({ hints: this.hints })
  }

  static async open(): Promise<InboxWorld> {
    const database = await testDatabase()
    await createTables(database.pool)
    return new InboxWorld(database)
  }

  get pool() {
    return this.#database.pool
  }

  async rows<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.pool.query(text, values)).rows as Row[]
  }

  async transaction<T>(body: (tx: Sql) => Promise<T>): Promise<T> {
    const client = await this.pool.connect()
    try {
      await client.query('begin')
      const result = await body(client as unknown as Sql)
      await client.query('commit')
      return result
    } catch (error) {
      await client.query('rollback')
      throw error
    } finally {
      client.release()
    }
  }

  /** Takes events in as core does: one transaction, hints after the commit. */
  async take(events: readonly ReceivedEvent[]): Promise<void> {
    const after = await this.transaction((tx) => this.takeIn(events, tx))
    after?.()
  }

  async company(): Promise<TestCompany> {
    const company: TestCompany = {
      id: newId() as CompanyId,
      line: newId(),
      account: newId() as AccountId,
      member: newId(),
      colleague: newId(),
    }
    const users = [newId(), newId()] as const
    await this.pool.query(
      `insert into users (id, email, password, name) values ($1, $3, '', 'Ольга'), ($2, $4, '', 'Пётр')`,
      [...users, `${users[0]}@example.test`, `${users[1]}@example.test`]
    )
    await this.pool.query('insert into companies (id, name) values ($1, $2)', [
      company.id,
      'Ромашка',
    ])
    await this.pool.query(
      `insert into members (company_id, id, user_id, role) values ($1, $2, $4, 'owner'), ($1, $3, $5, 'operator')`,
      [company.id, company.member, company.colleague, ...users]
    )
    await this.pool.query('insert into lines (company_id, id, name) values ($1, $2, $3)', [
      company.id,
      company.line,
      'Продажи',
    ])
    await this.pool.query(
      `insert into accounts (company_id, id, line_id, plugin, name) values ($1, $2, $3, 'email', 'Почта')`,
      [company.id, company.account, company.line]
    )
    return company
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#database[Symbol.asyncDispose]()
  }

  #downloads() {
    return {
      download: async () => {
        const row = newId()
        this.downloads.push(row)
        return row
      },
    }
  }
}
