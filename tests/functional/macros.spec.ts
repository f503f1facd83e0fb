import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { newId } from '#app/inbox/new_id'
import type { MacroStep } from '#app/macros/steps'
import { aCompany, aPerson, signedIn } from '../support/a_company.ts'
import type { Browser } from '../support/browser.ts'
import { foreignThings } from '../support/foreign_things.ts'

const steps: readonly MacroStep[] = [
  { do: 'reply', text: 'До встречи! {{operator}}' },
  { do: 'no_reply_needed' },
  { do: 'close' },
]

async function aMacro(browser: Browser, body: object = {}): Promise<string> {
  const answer = await browser.json('POST', '/macros', {
    name: 'Пока',
    shared: true,
    steps,
    ...body,
  })
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  return answer.body.id as string
}

const names = async (browser: Browser): Promise<readonly string[]> =>
  (await browser.json('GET', '/macros/list')).body.data.map((one: any) => one.name)

test.group('Macros', (group) => {
  group.each.timeout(60_000)

  test('own ones are seen by nobody else; those of the company are changed by supervisors', async ({
    assert,
  }) => {
    const company = await aCompany()
    const owner = await signedIn(company)
    const operator = await signedIn(company, await aPerson(company, 'operator'))
    const shared = await aMacro(owner, { name: 'Общий' })
    const own = await aMacro(operator, { name: 'Мой', shared: false })
    assert.deepEqual(await names(operator), ['Мой', 'Общий'])
    assert.deepEqual(await names(owner), ['Общий'])
    const body = { name: 'Другой', shared: true, steps }
    const status = async (browser: Browser, method: string, id: string) =>
      (await browser.json(method, `/macros/${id}`, method === 'PUT' ? body : undefined)).status
    assert.equal(await status(operator, 'PUT', shared), 403)
    assert.equal(await status(operator, 'DELETE', shared), 403)
    assert.equal(await status(operator, 'PUT', own), 403)
    assert.equal(await status(owner, 'DELETE', own), 404)
    assert.equal(await status(owner, 'PUT', shared), 204)
    assert.equal(await status(operator, 'DELETE', own), 204)
    assert.deepEqual(await names(operator), ['Другой'])
  })

  test('steps are checked: known ones, each once, with variables that exist', async ({
    assert,
  }) => {
    const owner = await signedIn(await aCompany())
    const code = async (...list: readonly object[]) =>
      (await owner.json('POST', '/macros', { name: 'М', shared: false, steps: list })).body.code
    assert.equal(await code(), 'E_VALIDATION')
    assert.equal(await code({ do: 'explode' }), 'E_VALIDATION')
    assert.equal(await code({ do: 'reply', text: ' ' }), 'E_VALIDATION')
    assert.equal(await code({ do: 'close' }, { do: 'close' }), 'E_MACRO_STEP_TWICE')
    assert.equal(await code({ do: 'reply', text: '{{имя}}' }), 'E_REPLY_VARIABLE')
    assert.isUndefined(await code({ do: 'close' }))
  })

  test('a run does all of it, and a repeat does nothing twice', async ({ assert }) => {
    const company = await aCompany()
    const { dialog } = await foreignThings(company)
    const owner = await signedIn(company)
    const run = { macro: await aMacro(owner), id: newId() }
    for (let time = 0; time < 2; time++) {
      const { body } = await owner.json('POST', `/inbox/dialogs/${dialog}/macros`, run)
      assert.deepEqual(body, {
        done: ['reply', 'no_reply_needed', 'close'],
        failed: null,
        left: [],
      })
    }
    const database = await app.container.make('database')
    const sent = await database.rows(
      `select text from messages where company_id = $1 and source = 'desk'`,
      [company.id]
    )
    assert.deepEqual(sent, [{ text: 'До встречи! owner' }])
    const told = await database.rows<{ en: string }>(
      `select label->>'en' as en from messages where company_id = $1 and source = 'line'`,
      [company.id]
    )
    assert.deepEqual(told, [{ en: 'Ticket closed by owner' }])
    const { body: view } = await owner.json('GET', `/inbox/dialogs/${dialog}`)
    assert.isNull(view.ticket)

    const stranger = await signedIn(await aCompany())
    const theirs = { macro: await aMacro(stranger), id: newId() }
    const refused = await stranger.json('POST', `/inbox/dialogs/${dialog}/macros`, theirs)
    assert.equal(refused.status, 404)
  })

  test('what can not be sent stops it before anything is done; what fails is told with what is left', async ({
    assert,
  }) => {
    const company = await aCompany()
    const { dialog, account } = await foreignThings(company)
    const owner = await signedIn(company)
    const run = async (list: readonly object[]) => {
      const macro = await aMacro(owner, { steps: list })
      return owner.json('POST', `/inbox/dialogs/${dialog}/macros`, { macro, id: newId() })
    }
    const nameless = [{ do: 'close' }, { do: 'reply', text: '{{account}} {{client}}' }]
    const database = await app.container.make('database')
    await database.query('update contacts set name = null where company_id = $1', [company.id])
    await database.query('update identities set name = null where company_id = $1', [company.id])
    assert.equal((await run(nameless)).body.code, 'E_MACRO_UNFILLED')
    const ticket = async () => (await owner.json('GET', `/inbox/dialogs/${dialog}`)).body.ticket
    assert.isNotNull(await ticket())

    await owner.json('DELETE', `/accounts/${account}`)
    const { status, body } = await run([
      { do: 'no_reply_needed' },
      { do: 'reply', text: 'Пока' },
      { do: 'close' },
    ])
    assert.equal(status, 200)
    assert.deepEqual(body.done, ['no_reply_needed'])
    assert.equal(body.failed.step, 'reply')
    assert.equal(body.failed.problem.code, 'E_ACCOUNT_DISCONNECTED')
    assert.deepEqual(body.left, ['close'])
    assert.isNotNull(await ticket())
  })
})
