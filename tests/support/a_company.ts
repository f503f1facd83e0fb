import { randomBytes } from 'node:crypto'
import { companyId, type CompanyId } from '@svyaz/core'
import app from '@adonisjs/core/services/app'
import { v7 } from 'uuid'
import type { Role } from '#app/http/shared_props'
import { Browser } from './browser.ts'

export type TestPerson = {
  readonly id: string
  readonly member: string
  readonly email: string
  readonly password: string
}

export type Company = {
  readonly id: CompanyId
  readonly line: string
  readonly owner: TestPerson
}

/** Rows of a new company: quicker than the setup page, which has a test of its own. */
export async function aCompany({ name = 'Company' } = {}): Promise<Company> {
  const database = await app.container.make('database')
  const id = companyId(v7())
  const line = v7()
  await database.query('insert into companies (id, name) values ($1, $2)', [id, name])
  await database.query('insert into lines (company_id, id, name) values ($1, $2, $3)', [
    id,
    line,
    'Line',
  ])
  return { id, line, owner: await aPerson({ id }, 'owner') }
}

export async function aPerson(
  company: { readonly id: CompanyId },
  role: Role
): Promise<TestPerson> {
  const database = await app.container.make('database')
  const hash = await app.container.make('hash')
  const person = {
    id: v7(),
    member: v7(),
    email: anAddress(),
    password: 'correct horse',
  }
  await database.query('insert into users (id, email, password, name) values ($1, $2, $3, $4)', [
    person.id,
    person.email,
    await hash.make(person.password),
    role,
  ])
  await joins(person, company, role)
  return person
}

export async function joins(
  person: TestPerson,
  company: { readonly id: CompanyId },
  role: Role
): Promise<void> {
  const database = await app.container.make('database')
  await database.query(
    'insert into members (company_id, id, user_id, role) values ($1, $2, $3, $4)',
    [company.id, person.member, person.id, role]
  )
}

export async function signedIn(company: Company, person = company.owner): Promise<Browser> {
  const browser = new Browser()
  await browser.page('/sign-in')
  const answer = await browser.form('/sign-in', person)
  if (answer.headers.get('location') !== '/')
    throw new Error(`sign-in failed: ${answer.status} ${await answer.text()}`)
  // As a browser follows it: signing in changes the secret of the forms, and the next answer brings the new one.
  await browser.request('GET', '/')
  return browser
}

export function anAddress(): string {
  return `${randomBytes(6).toString('hex')}@example.test`
}
