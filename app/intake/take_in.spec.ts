import { test } from '@japa/runner'
import { chatKey, externalId, personKey, type Localized } from '@svyaz/core'
import { InboxWorld, type TestCompany } from '../../tests/support/inbox_world.ts'
import { about, aMessage, anEcho, aStatus } from '../../tests/support/events.ts'

type Dialog = {
  id: string
  title: string
  chat_key: string
  topic: string | null
  last_text: string
  unanswered: boolean
  trouble: boolean
  ticket_id: string | null
}
type Message = { text: string; status: string | null; edited: boolean; deleted: boolean }

test.group('Intake', (group) => {
  let world: InboxWorld
  group.setup(async () => {
    world = await InboxWorld.open()
    return () => world[Symbol.asyncDispose]()
  })

  const dialogs = (company: TestCompany) =>
    world.rows<Dialog>('select * from dialogs where company_id = $1 order by created_at, id', [
      company.id,
    ])
  const messages = (company: TestCompany) =>
    world.rows<Message>(
      `select text, status, edited_at is not null as edited, deleted_at is not null as deleted
       from messages where company_id = $1 order by sort_at, id`,
      [company.id]
    )
  const unread = async (company: TestCompany) =>
    world.rows<{ unread: number }>(
      'select unread from dialog_unread where company_id = $1 and member_id = $2',
      [company.id, company.member]
    )

  test('a first message makes contact, dialog and ticket, and is unread by everybody', async ({
    assert,
  }) => {
    const company = await world.company()
    await world.take([aMessage(company, { text: 'Здравствуйте', person: { name: 'Иван Петров' } })])
    const [dialog] = await dialogs(company)
    assert.containsSubset(dialog, {
      title: 'Иван Петров',
      last_text: 'Здравствуйте',
      unanswered: true,
    })
    assert.isNotNull(dialog?.ticket_id)
    const counters = await world.rows<{ unread: number }>(
      'select unread from dialog_unread where company_id = $1',
      [company.id]
    )
    assert.deepEqual(counters, [{ unread: 1 }, { unread: 1 }])
  })

  test('a repeat is stored once, in the same batch and later', async ({ assert }) => {
    const company = await world.company()
    const event = aMessage(company)
    await world.take([event, { ...event, eventId: 'another' }])
    await world.take([event])
    assert.lengthOf(await messages(company), 1)
    assert.deepEqual(await unread(company), [{ unread: 1 }])
  })

  test('what comes in the wrong order is shown in the right one', async ({ assert }) => {
    const company = await world.company()
    const first = aMessage(company, { text: 'первое' })
    const second = aMessage(company, { text: 'второе' })
    await world.take([second])
    await world.take([first])
    assert.deepEqual(
      (await messages(company)).map(({ text }) => text),
      ['первое', 'второе']
    )
    assert.equal((await dialogs(company))[0]?.last_text, 'второе')
  })

  test('an answer stands below what it answers, also by a clock of whole seconds', async ({
    assert,
  }) => {
    const company = await world.company()
    const question = anEcho(company, { id: 'q', text: 'вопрос' })
    await world.take([question])
    const at = question.at - 900
    await world.take([
      aMessage(company, { text: 'ответ робота', at, replyTo: externalId('q'), source: 'service' }),
    ])
    assert.deepEqual(
      (await messages(company)).map(({ text }) => text),
      ['вопрос', 'ответ робота']
    )
  })

  test('an edit, a deletion and a state that came before their message wait for it', async ({
    assert,
  }) => {
    const company = await world.company()
    const edit = { type: 'edit', chat: chatKey('ivan'), id: externalId('early') }
    await world.take([
      about(company, { ...edit, content: { kind: 'text', text: { text: 'исправлено' } } }),
      about(company, { type: 'deletion', ids: [externalId('early')] }),
      aStatus(company, 'early echo', 'delivered'),
      aStatus(company, 'early echo', 'sent'),
    ])
    assert.lengthOf(await messages(company), 0)
    await world.take([
      aMessage(company, { id: 'early', text: 'с ошибкой' }),
      anEcho(company, { id: 'early echo', text: 'наше' }),
    ])
    assert.deepEqual(await messages(company), [
      { text: 'исправлено', status: null, edited: true, deleted: true },
      { text: 'наше', status: 'delivered', edited: false, deleted: false },
    ])
    assert.lengthOf(
      await world.rows('select from early_facts where company_id = $1', [company.id]),
      0
    )
  })

  test('an edit of a placeholder is not shown as edited', async ({ assert }) => {
    const company = await world.company()
    const label: Localized = { ru: 'Ждём', en: 'Waiting' }
    await world.take([aMessage(company, { id: 'p', content: { kind: 'unknown', label } })])
    const content = { kind: 'text', text: { text: 'вот оно' } }
    await world.take([
      about(company, { type: 'edit', chat: chatKey('ivan'), id: externalId('p'), content }),
    ])
    assert.deepEqual(await messages(company), [
      { text: 'вот оно', status: null, edited: false, deleted: false },
    ])
  })

  test('a state never goes back, and a failure may come hours later', async ({ assert }) => {
    const company = await world.company()
    await world.take([anEcho(company, { id: 'm' }), aStatus(company, 'm', 'read')])
    await world.take([aStatus(company, 'm', 'delivered')])
    assert.equal((await messages(company))[0]?.status, 'read')
    const failed = {
      kind: 'unreachable',
      code: 'E_EMAIL_NO_MAILBOX',
      reason: { ru: 'Нет такого ящика', en: 'No such mailbox' },
    } as const
    await world.take([aStatus(company, 'm', { failed })])
    assert.equal((await messages(company))[0]?.status, 'failed')
    assert.isTrue((await dialogs(company))[0]?.trouble)
  })

  for (const [name, event, expected] of [
    ['history', { source: 'history' }, { unanswered: false, ticket: false, unread: 0 }],
    ['an auto-reply', { source: 'service' }, { unanswered: false, ticket: false, unread: 0 }],
    [
      'an echo',
      { source: 'echo', sender: { self: true } },
      { unanswered: false, ticket: false, unread: 0 },
    ],
    ['a live message', {}, { unanswered: true, ticket: true, unread: 1 }],
  ] as const) {
    test(`${name}: unanswered ${String(expected.unanswered)}, unread ${String(expected.unread)}`, async ({
      assert,
    }) => {
      const company = await world.company()
      await world.take([aMessage(company, event)])
      const [dialog] = await dialogs(company)
      assert.equal(dialog?.unanswered, expected.unanswered)
      assert.equal(dialog?.ticket_id !== null, expected.ticket)
      assert.equal((await unread(company))[0]?.unread ?? 0, expected.unread)
    })
  }

  test('an answer from the phone ends unanswered, also when it comes before the question', async ({
    assert,
  }) => {
    const company = await world.company()
    const question = aMessage(company)
    const answer = anEcho(company)
    await world.take([answer])
    await world.take([question])
    assert.isFalse((await dialogs(company))[0]?.unanswered)
    await world.take([aMessage(company)])
    assert.isTrue((await dialogs(company))[0]?.unanswered)
  })

  test('what was seen on the phone is unread no more', async ({ assert }) => {
    const company = await world.company()
    await world.take([aMessage(company, { id: 'a' }), aMessage(company, { id: 'b' })])
    await world.take([aStatus(company, 'a', 'seen')])
    assert.deepEqual(await unread(company), [{ unread: 1 }])
    await world.take([aStatus(company, 'b', 'seen')])
    assert.deepEqual(await unread(company), [])
  })

  test('two chats that are one become one dialog under both keys', async ({ assert }) => {
    const company = await world.company()
    await world.take([
      aMessage(company, { chat: 'phone', text: 'раз' }),
      aMessage(company, { chat: 'lid', text: 'два' }),
      about(company, { type: 'merge', chats: [chatKey('lid'), chatKey('phone')] }),
      aMessage(company, { chat: 'lid', text: 'три' }),
    ])
    const [dialog, ...others] = await dialogs(company)
    assert.lengthOf(others, 0)
    assert.containsSubset(dialog, { chat_key: 'phone', last_text: 'три' })
    assert.lengthOf(await messages(company), 3)
    assert.deepEqual(await unread(company), [{ unread: 3 }])
    assert.lengthOf(
      await world.rows('select from tickets where company_id = $1 and closed_at is null', [
        company.id,
      ]),
      1
    )
  })

  test('what a member began to write in both of them stays, one after the other', async ({
    assert,
  }) => {
    const company = await world.company()
    await world.take([aMessage(company, { chat: 'phone' }), aMessage(company, { chat: 'lid' })])
    for (const { id, chat_key: chat } of await dialogs(company))
      await world.rows(
        `insert into drafts (company_id, member_id, dialog_id, text, subject, files, excerpt, updated_at, rev)
         values ($1, $2, $3, $4, '', '[]', $4, 1, 7)`,
        [company.id, company.member, id, String(chat)]
      )
    await world.take([about(company, { type: 'merge', chats: [chatKey('lid'), chatKey('phone')] })])
    const drafts = await world.rows('select text, rev::int from drafts where company_id = $1', [
      company.id,
    ])
    assert.deepEqual(drafts, [{ text: 'phone\nlid', rev: 8 }])
  })

  test('two people who are one share a contact, and late words under the old key find it', async ({
    assert,
  }) => {
    const company = await world.company()
    await world.take([
      aMessage(company, { chat: 'a', person: { key: 'lid', name: 'LID' } }),
      aMessage(company, { chat: 'b', person: { key: 'phone', name: 'Анна' } }),
      about(company, { type: 'merge', persons: [personKey('lid'), personKey('phone')] }),
    ])
    const contacts = await world.rows(
      'select distinct contact_id from dialogs where company_id = $1',
      [company.id]
    )
    assert.lengthOf(contacts, 1)
  })

  test('a contact’s new name renames his dialogs', async ({ assert }) => {
    const company = await world.company()
    await world.take([aMessage(company, { chat: 'ivan', person: { name: 'Ваня' } })])
    const person = { key: personKey('ivan'), name: 'Иван Сергеевич' }
    await world.take([about(company, { type: 'contact', person })])
    assert.equal((await dialogs(company))[0]?.title, 'Иван Сергеевич')
  })

  test('a topic is shown on the dialog; a system line doesn’t move it', async ({ assert }) => {
    const company = await world.company()
    await world.take([aMessage(company, { text: 'слово' })])
    const line: Localized = { ru: 'Иван вышел', en: 'Ivan left' }
    await world.take([
      about(company, { type: 'chat', chat: chatKey('ivan'), topic: { title: 'Доставка' }, line }),
    ])
    assert.containsSubset((await dialogs(company))[0], { topic: 'Доставка', last_text: 'слово' })
    assert.lengthOf(await messages(company), 2)
  })

  test('bytes that PostgreSQL can’t store don’t lose the message', async ({ assert }) => {
    const company = await world.company()
    await world.take([aMessage(company, { text: 'до\u0000 и после \ud83d', id: 'odd\u0000' })])
    assert.equal((await messages(company))[0]?.text, 'до и после \ufffd')
  })

  test('a file still at the messenger is fetched, and shown when it has come', async ({
    assert,
  }) => {
    const company = await world.company()
    const media = { remote: { part: 2 }, mime: 'application/pdf', name: 'счёт.pdf' }
    const files = [{ as: 'document' as const, media }]
    await world.take([aMessage(company, { content: { kind: 'files', files } })])
    const [row] = world.downloads.slice(-1)
    const call = { id: row, callId: 'c', company: company.id, owner: { account: company.account } }
    const after = await world.transaction((tx) =>
      world.endCalls(
        [
          {
            row: { ...call, step: '@download', key: 'k', input: null } as never,
            end: 'done',
            result: { media: 'stored' },
          },
        ],
        tx
      )
    )
    after?.()
    const [file] = await world.rows('select name, media from attachments where company_id = $1', [
      company.id,
    ])
    assert.deepEqual(file, { name: 'счёт.pdf', media: 'stored' })
  })

  test('a poisoned event fails alone and leaves nothing', async ({ assert }) => {
    const company = await world.company()
    const poisoned = { ...aMessage(company), content: undefined } as never
    await assert.rejects(() => world.take([aMessage(company), poisoned]))
    assert.lengthOf(await messages(company), 0)
  })

  test('hints name what changed, and come in order of seq', async ({ assert }) => {
    const company = await world.company()
    await world.take([aMessage(company)])
    await world.take([aMessage(company)])
    const told = world.told.filter((hint) => hint.company === company.id)
    const [dialog] = await dialogs(company)
    assert.lengthOf(told, 2)
    assert.deepEqual(told[1]?.dialogs, [dialog?.id])
    assert.isAbove(told[1]?.seq ?? 0, told[0]?.seq ?? 0)
  })

  test('many writers of one new chat make one dialog, without deadlocks', async ({ assert }) => {
    const company = await world.company()
    const other = await world.company()
    const batches = Array.from({ length: 24 }, (_, n) =>
      n % 2 === 0
        ? [aMessage(company, { chat: 'new' }), aMessage(other, { chat: 'new' })]
        : [aMessage(other, { chat: 'new' }), aMessage(company, { chat: 'new' })]
    )
    await Promise.all(batches.map((batch) => world.take(batch)))
    assert.lengthOf(await dialogs(company), 1)
    assert.lengthOf(await dialogs(other), 1)
    assert.lengthOf(await messages(company), 24)
  })
})
