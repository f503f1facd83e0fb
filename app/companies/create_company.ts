import User from '#app/auth/user'
import { defaultTimeZone, isTimeZone } from '#app/companies/time_zone'
import database from '#app/database/service'
import { Problem } from '#app/http/problem'
import type { Locale } from '#app/http/shared_props'
import { connectSandbox } from '#app/lines/connect_sandbox'
import { insertLine } from '#app/lines/queries/lines'
import hash from '@adonisjs/core/services/hash'
import logger from '@adonisjs/core/services/logger'
import { companyId, type CompanyId, type Sql } from '@svyaz/core'
import { v7 } from 'uuid'

export type NewCompany = {
  readonly company: string
  readonly name: string
  readonly email: string
  readonly password: string
  /** Name of the first line, in the person's language. */
  readonly line: string
  readonly language: Locale
  /** As the browser said it; what isn't one is left out. */
  readonly timeZone?: string | undefined
}

/** Two people who open the setup page at once: one of them becomes the owner. */
const setupLock = 3_541_029

/** The company with its owner and its first line in one transaction; then something to try. */
export async function createCompany(
  input: NewCompany,
  { first }: { readonly first: boolean }
): Promise<User> {
  const password = await hash.make(input.password)
  const id = v7()
  const company = companyId(v7())
  const line = { id: v7(), name: input.line }
  await database.transaction(async (tx) => {
    if (first) await assertFresh(tx)
    await insertUser(tx, { ...input, id, password })
    await insertCompany(tx, { id: company, name: input.company, timeZone: zoneOf(input) }, id)
    await insertLine(tx, company, line)
  })
  // Something to try is a kindness: without it the company is whole as well.
  await connectSandbox(company, line, input.language).catch((error: unknown) => {
    logger.warn({ err: error, company }, 'the sandbox could not be connected')
  })
  return User.query().where('id', id).firstOrFail()
}

function zoneOf({ timeZone }: NewCompany): string {
  return timeZone !== undefined && isTimeZone(timeZone) ? timeZone : defaultTimeZone
}

async function assertFresh(tx: Sql): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [setupLock])
  const { rows } = await tx.query('select 1 from users limit 1')
  if (rows.length > 0) throw new Problem(403, 'E_ALREADY_SET_UP')
}

async function insertUser(tx: Sql, user: NewCompany & { readonly id: string }): Promise<void> {
  const { rowCount } = await tx.query(
    `insert into users (id, email, password, name) values ($1, $2, $3, $4)
     on conflict (lower(email)) do nothing`,
    [user.id, user.email, user.password, user.name]
  )
  if (rowCount === 0) throw new Problem(422, 'E_EMAIL_TAKEN')
}

async function insertCompany(
  tx: Sql,
  company: { readonly id: CompanyId; readonly name: string; readonly timeZone: string },
  owner: string
): Promise<void> {
  await tx.query('insert into companies (id, name, time_zone) values ($1, $2, $3)', [
    company.id,
    company.name,
    company.timeZone,
  ])
  await tx.query(
    `insert into members (company_id, id, user_id, role) values ($1, $2, $3, 'owner')`,
    [company.id, v7(), owner]
  )
}
