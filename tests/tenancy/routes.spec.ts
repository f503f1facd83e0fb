import router from '@adonisjs/core/services/router'
import { test } from '@japa/runner'
import { aCompany, aPerson, signedIn } from '../support/a_company.ts'
import { Browser } from '../support/browser.ts'
import { foreignThings, type Things } from '../support/foreign_things.ts'
import { expectations, type Expectation } from './expectations.ts'

/** What a stranger must be told: as if it did not exist. */
const hidden = [403, 404, 409, 410, 422]

type Route = { readonly method: string; readonly pattern: string }

function everyRoute(): Route[] {
  return Object.values(router.toJSON())
    .flat()
    .flatMap(({ methods, pattern }) =>
      methods.filter((method) => method !== 'HEAD').map((method) => ({ method, pattern }))
    )
}

const nameOf = ({ method, pattern }: Route) => `${method} ${pattern}`

test.group('Every route', () => {
  test('has an expectation in the table, and none is left over', async ({ assert }) => {
    const names = everyRoute().map(nameOf)
    assert.deepEqual(
      names.filter((name) => !(name in expectations)),
      [],
      'a new route needs an entry in tests/tenancy/expectations.ts'
    )
    assert.deepEqual(
      Object.keys(expectations).filter((name) => !names.includes(name)),
      [],
      'these routes are gone'
    )
  })

  test('signed out, only what is said to be open answers', async ({ assert }) => {
    const company = await aCompany()
    const things = await foreignThings(company)
    for (const route of everyRoute()) {
      const expectation = expectations[nameOf(route)]
      if (!expectation || expectation.signedOut === 'open') continue
      const browser = new Browser()
      await browser.page('/sign-in')
      const answer = await browser.json(
        route.method,
        pathOf(route, expectation, things),
        expectation.body?.(things)
      )
      assert.equal(answer.status, 401, `${nameOf(route)} answered ${answer.status} to nobody`)
    }
  }).timeout(60_000)

  test("with another company's ids, it changes and tells nothing", async ({ assert }) => {
    const theirs = await aCompany({ name: 'Theirs' })
    const things = await foreignThings(theirs)
    const before = await things.snapshot()
    const stranger = await signedIn(await aCompany({ name: 'Strangers' }))
    for (const route of everyRoute()) {
      const expectation = expectations[nameOf(route)]
      if (expectation?.foreign === undefined) continue
      const path = pathOf(route, expectation, things)
      const answer = await stranger.json(route.method, path, expectation.body?.(things))
      const told = `${nameOf(route)} answered ${answer.status}: ${JSON.stringify(answer.body).slice(0, 300)}`
      if (expectation.foreign === 'refused') assert.include(hidden, answer.status, told)
      else assert.isBelow(answer.status, 500, told)
      assert.notInclude(JSON.stringify(answer.body), things.secretWord, told)
    }
    assert.deepEqual(await things.snapshot(), before)
  }).timeout(60_000)

  test('what is for admins refuses an operator of the same company', async ({ assert }) => {
    const company = await aCompany()
    const things = await foreignThings(company)
    const operator = await signedIn(company, await aPerson(company, 'operator'))
    for (const route of everyRoute()) {
      const expectation = expectations[nameOf(route)]
      if (!expectation?.adminsOnly) continue
      const answer = await operator.json(
        route.method,
        pathOf(route, expectation, things),
        expectation.body?.(things)
      )
      assert.equal(answer.status, 403, `${nameOf(route)} answered ${answer.status} to an operator`)
    }
  }).timeout(60_000)
})

function pathOf({ pattern }: Route, expectation: Expectation, things: Things): string {
  const ids = expectation.ids?.(things) ?? {}
  return pattern.replaceAll(/:(\w+)\??/g, (_, name: string) => encodeURIComponent(ids[name] ?? 'x'))
}
