import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { Browser } from '../support/browser.ts'
import { aCompany, anAddress } from '../support/a_company.ts'

test.group('Setup', () => {
  test('one page makes company, owner, a line, and a sandbox to try', async ({ assert }) => {
    await aCompany()
    const browser = new Browser({ language: 'ru' })
    await browser.page('/sign-up')
    const form = {
      company: 'Ромашка',
      name: 'Ольга',
      email: anAddress(),
      password: 'correct horse',
    }
    const answer = await browser.form('/sign-up', form)
    assert.equal(answer.headers.get('location'), '/')
    const { props } = await browser.page('/lines')
    assert.containsSubset(props, { company: { name: 'Ромашка' }, member: { role: 'owner' } })
    const [line] = props.lines
    assert.equal(line.name, 'Песочница')
    assert.equal(line.accounts[0].plugin, 'site_chat')
    assert.equal(line.accounts[0].name, 'Песочница')
    assert.equal(line.accounts[0].title, 'Чат')
  })

  test('the sandbox speaks the language of whoever made the company', async ({ assert }) => {
    await aCompany()
    const browser = new Browser({ language: 'en' })
    await browser.page('/sign-up')
    const form = { company: 'Daisy', name: 'Olga', email: anAddress(), password: 'correct horse' }
    await browser.form('/sign-up', form)
    const { props } = await browser.page('/lines')
    assert.containsSubset(props.lines[0], {
      name: 'Sandbox',
      accounts: [{ name: 'Sandbox', title: 'Chat' }],
    })
  })

  test('each field of the form is told what is wrong with it', async ({ assert }) => {
    const browser = new Browser({ language: 'ru' })
    await browser.page('/sign-up')
    const answer = await browser.json('POST', '/sign-up', {
      company: ' ',
      name: 'Ольга',
      email: 'ольга',
      password: 'short',
    })
    assert.equal(answer.status, 422)
    assert.deepEqual(
      answer.body.errors.map(({ pointer, detail }: never) => [pointer, detail]),
      [
        ['/company', 'Заполните это поле'],
        ['/email', 'Это не адрес электронной почты'],
        ['/password', 'Не меньше 8 символов'],
      ]
    )
  })

  test('an e-mail that is taken makes no second person and no company', async ({ assert }) => {
    const { owner } = await aCompany()
    const browser = new Browser()
    await browser.page('/sign-up')
    const answer = await browser.json('POST', '/sign-up', {
      company: 'Nobody & sons',
      name: 'N',
      email: owner.email,
      password: 'correct horse',
    })
    assert.equal(answer.body.code, 'E_EMAIL_TAKEN')
    const database = await app.container.make('database')
    const rows = await database.rows(`select 1 from companies where name = 'Nobody & sons'`)
    assert.lengthOf(rows, 0)
  })

  test('the first setup is for a fresh installation only', async ({ assert }) => {
    await aCompany()
    const browser = new Browser()
    await browser.page('/sign-up')
    const answer = await browser.json('POST', '/setup', {
      company: 'Second',
      name: 'S',
      email: anAddress(),
      password: 'correct horse',
    })
    assert.equal(answer.status, 403)
    assert.equal(answer.body.code, 'E_ALREADY_SET_UP')
    const page = await browser.request('GET', '/setup', { accept: 'text/html' })
    assert.equal(page.headers.get('location'), '/')
  })

  test('once set up, a further first setup is refused before anything is worked on', async ({
    assert,
  }) => {
    await aCompany()
    const browser = new Browser()
    await browser.page('/sign-up')
    assert.equal((await browser.json('POST', '/setup', {})).body.code, 'E_ALREADY_SET_UP')
  })
})
