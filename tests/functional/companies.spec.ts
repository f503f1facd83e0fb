import { test } from '@japa/runner'
import { aCompany, joins, signedIn } from '../support/a_company.ts'

test.group('A person of several companies', () => {
  test('switches between them, and only between theirs', async ({ assert }) => {
    const first = await aCompany({ name: 'First' })
    const second = await aCompany({ name: 'Second' })
    const foreign = await aCompany({ name: 'Foreign' })
    await joins(first.owner, second, 'operator')
    const browser = await signedIn(first)
    const { props } = await browser.page('/lines')
    assert.equal(props.company.name, 'First')
    assert.sameMembers(
      props.companies.map(({ name }: { name: string }) => name),
      ['First', 'Second']
    )
    assert.equal((await browser.json('POST', `/companies/${second.id}/enter`)).status, 200)
    const after = await browser.page('/lines')
    assert.containsSubset(after.props, {
      company: { name: 'Second' },
      member: { role: 'operator' },
    })
    assert.equal((await browser.json('POST', `/companies/${foreign.id}/enter`)).status, 404)
  })

  test('who belongs to none is told so', async ({ assert }) => {
    const company = await aCompany()
    const browser = await signedIn(company)
    const { default: app } = await import('@adonisjs/core/services/app')
    const database = await app.container.make('database')
    await database.query('delete from members where company_id = $1', [company.id])
    const answer = await browser.json('GET', '/lines')
    assert.equal(answer.status, 403)
    assert.equal(answer.body.code, 'E_NO_COMPANY')
  })
})
