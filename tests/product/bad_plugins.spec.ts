import { delimiter, join } from 'node:path'
import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import type { MessageView } from '../../app/inbox/views.ts'
import type { PluginRow } from '../../app/lines/views.ts'
import { root } from '../../bin/run/environment.ts'
import { testDatabase } from '../../core/tests/support/database.ts'
import { Visitor } from '../../plugins/site_chat/simulator/index.ts'
import { allMessages, messageNow } from '../support/inbox_reader.ts'
import { online, stateOf } from '../support/mail_world.ts'
import { Person } from '../support/person.ts'
import { Product } from '../support/product.ts'
import { until } from '../support/until.ts'

const plugins = ['plugins', 'tests/plugins', 'tests/product/plugins']
  .map((folder) => join(root, folder))
  .join(delimiter)

test.group('Plugins with mistakes', () => {
  test('a broken one is a line on the page, one that throws is tried again, others work on', async ({
    assert,
  }) => {
    await using database = await testDatabase()
    await using product = await Product.start({ databaseUrl: database.url, plugins })
    const person = await Person.setUp(product.url)

    const { plugins: rows } = await person.props<{ plugins: PluginRow[] }>('/plugins')
    const broken = rows.filter((row) => row.broken !== null)
    assert.sameMembers(
      broken.map(({ id }) => id),
      ['bad_manifest', 'throws_at_import']
    )
    for (const row of broken) assert.match(row.broken?.ru ?? '', /[а-я]{4}/)
    assert.include(rows.find(({ id }) => id === 'bad_manifest')?.broken?.en, 'svyaz.plugin')

    const { id: line } = await person.post<{ id: string }>('/lines', { name: 'Продажи' })
    const moody = await person.connect(line, 'moody', 'connect', {})
    const door = new URL('.', await person.handout(moody, 'door')).href
    const mood = (throws: string) => fetch(`${door}mood?throws=${throws}`, { method: 'POST' })
    await online(person, moody)
    await fetch(`${door}write`, { method: 'POST', body: 'вопрос' })
    const [question] = await until(async () => {
      const messages = await allMessages(person, 'moody')
      return messages.length > 0 && messages
    }, 'the question')
    const dialog = question?.dialog ?? ''
    const reply = (text: string): Promise<MessageView> =>
      person.post<MessageView>(`/inbox/dialogs/${dialog}/messages`, { id: uuid(), text, files: [] })

    await mood('send')
    const first = await reply('первый ответ')
    const waiting = await until(async () => {
      const now = await messageNow(person, first)
      return now.failure !== null && now
    }, 'the reason why it waits')
    assert.equal(waiting.status, 'queued')
    assert.match(waiting.failure?.reason.ru ?? '', /[а-я]{4}/)
    assert.notInclude(JSON.stringify(waiting.failure), 'a mistake')

    await mood('run')
    const offline = await until(async () => {
      const state = await stateOf(person, moody)
      return state.is === 'offline' && state
    }, 'the account to be offline')
    assert.match(offline.failure.reason.ru, /[а-я]{4}/)

    const chat = await person.connect(line, 'site_chat', 'site', { title: 'Магазин' })
    const visitor = new Visitor({
      baseUrl: new URL('.', await person.handout(chat, 'snippet')),
    })
    await visitor.write('а вы работаете?')
    await until(
      async () => (await allMessages(person, 'site_chat')).length === 1,
      'a message of another channel'
    )

    await mood('')
    await online(person, moody)
    await until(
      async () => (await messageNow(person, first)).status === 'sent',
      'it is sent',
      60_000
    )
    assert.deepEqual(await (await fetch(`${door}sent`)).json(), ['первый ответ'])
    assert.isTrue(product.isRunning)
  }).timeout(120_000)
})
