import { test } from '@japa/runner'
import { newId } from '#app/inbox/new_id'
import { DeskWorld } from '../../tests/support/desk_world.ts'
import { aMessage } from '../../tests/support/events.ts'
import { until } from '../../tests/support/until.ts'
import { cancel } from './cancel.js'
import { closeTicket } from './close_ticket.js'
import { decide } from './decide.js'
import { markRead } from './mark_read.js'
import { markUnread } from './mark_unread.js'
import { needsReply } from './needs_reply.js'
import { resend } from './resend.js'
import { send } from './send.js'
import { start } from './start.js'

type Company = Awaited<ReturnType<DeskWorld['company']>>

test.group('Desk', (group) => {
  let world: DeskWorld
  group.setup(async () => {
    world = await DeskWorld.open()
    return () => world[Symbol.asyncDispose]()
  })

  /** A dialog in which the client has written. */
  async function aDialog(company: Company, id?: string): Promise<string> {
    await world.inbox.take([aMessage(company, id === undefined ? {} : { id })])
    const [dialog] = await world.inbox.rows<{ id: string }>(
      'select id from dialogs where company_id = $1',
      [company.id]
    )
    return dialog?.id ?? ''
  }
  const dialogs = (company: Company) =>
    world.inbox.rows<{
      id: string
      title: string
      chat_key: string | null
      unanswered: boolean
      trouble: boolean
      last_status: string
      ticket_id: string | null
    }>('select * from dialogs where company_id = $1', [company.id])
  const said = (text: string) => ({ id: newId(), text, files: [] })

  test('an answer goes out once, with its author, and ends unanswered', async ({ assert }) => {
    const company = await world.company()
    const dialog = await aDialog(company)
    const message = said('Добрый день')
    await send(world.desk, company.as, { ...message, dialog })
    assert.isFalse((await dialogs(company))[0]?.unanswered)
    await world.settled(message.id, 'sent')
    assert.equal((await dialogs(company))[0]?.last_status, 'sent')
    const op = world.channel.sent.at(-1)
    assert.containsSubset(op, {
      to: { by: 'chat', chat: 'ivan' },
      content: { kind: 'text', text: { text: 'Добрый день' } },
      author: { name: 'Ольга' },
    })
  })

  test('a repeat of the same id is the same message, also at the same moment', async ({
    assert,
  }) => {
    const company = await world.company()
    const input = { ...said('один раз'), dialog: await aDialog(company) }
    const before = world.channel.sent.length
    const answers = await Promise.all([1, 2, 3].map(() => send(world.desk, company.as, input)))
    await send(world.desk, company.as, input)
    await world.settled(input.id, 'sent')
    assert.lengthOf(world.channel.sent, before + 1)
    assert.deepEqual([...new Set(answers.map(({ message }) => message))], [input.id])
  })

  test('the same id with other words is refused', async ({ assert }) => {
    const company = await world.company()
    const input = { ...said('одно'), dialog: await aDialog(company) }
    await send(world.desk, company.as, input)
    await assert.rejects(
      () => send(world.desk, company.as, { ...input, text: 'другое' }),
      'E_IDEMPOTENCY_MISMATCH'
    )
  })

  test('what the channel can’t take is refused in words and leaves nothing', async ({ assert }) => {
    const company = await world.company()
    const input = { ...said('x'.repeat(101)), dialog: await aDialog(company) }
    await assert.rejects(() => send(world.desk, company.as, input), /E_TEXT_TOO_LONG/)
    assert.isUndefined(await world.message(input.id))
  })

  test('an id from a clock that is years off is refused', async ({ assert }) => {
    const company = await world.company()
    const input = { ...said('старое'), id: '01200000-0000-7000-8000-000000000000' }
    const dialog = await aDialog(company)
    await assert.rejects(() => send(world.desk, company.as, { ...input, dialog }), 'E_MESSAGE_ID')
  })

  test('another company’s dialog, and a stranger’s name, are not there', async ({ assert }) => {
    const company = await world.company()
    const other = await world.company()
    const dialog = await aDialog(company)
    await assert.rejects(
      () => send(world.desk, other.as, { ...said('чужое'), dialog }),
      'E_NOT_FOUND'
    )
    const stranger = { company: company.id, actor: { member: other.member } }
    await assert.rejects(
      () => send(world.desk, stranger, { ...said('чужое'), dialog }),
      'E_FORBIDDEN'
    )
  })

  test('a quoted reply names the message as the messenger knows it', async ({ assert }) => {
    const company = await world.company()
    const dialog = await aDialog(company, 'question')
    const [question] = await world.inbox.rows<{ id: string; text: string }>(
      'select id, text from messages where company_id = $1',
      [company.id]
    )
    const message = { ...said('ответ'), replyTo: question?.id ?? '' }
    await send(world.desk, company.as, { ...message, dialog })
    await world.settled(message.id, 'sent')
    assert.containsSubset(world.channel.sent.at(-1)?.replyTo, {
      id: 'question',
      chat: 'ivan',
      fromUs: false,
      excerpt: question?.text,
    })
  })

  test('a failed message says why, marks the dialog, and goes again', async ({ assert }) => {
    const company = await world.company()
    const message = said('со второго раза')
    const dialog = await aDialog(company)
    world.channel.answers.push('fail')
    await send(world.desk, company.as, { ...message, dialog })
    await world.settled(message.id, 'failed')
    assert.containsSubset((await world.message(message.id))?.failure, { code: 'E_RECORDER_NO' })
    assert.isTrue((await dialogs(company))[0]?.trouble)
    await resend(world.desk, company.as, message.id)
    await world.settled(message.id, 'sent')
    assert.isFalse((await dialogs(company))[0]?.trouble)
  })

  for (const [decision, status] of [
    ['was_sent', 'sent'],
    ['send_again', 'sent'],
    ['give_up', 'failed'],
  ] as const) {
    test(`an uncertain message waits for a person: ${decision}`, async ({ assert }) => {
      const company = await world.company()
      const message = said(`дошло ли, ${decision}`)
      const dialog = await aDialog(company)
      const before = world.channel.sent.length
      world.channel.answers.push('uncertain')
      await send(world.desk, company.as, { ...message, dialog })
      await world.settled(message.id, 'uncertain')
      await decide(world.desk, company.as, { message: message.id, decision })
      await world.settled(message.id, status)
      assert.lengthOf(world.channel.sent, before + (decision === 'send_again' ? 1 : 0))
    })
  }

  test('a message that waits can be taken back, one under way can’t', async ({ assert }) => {
    const company = await world.company()
    const dialog = await aDialog(company)
    const [first, second] = [said('держим'), said('вернём')]
    world.channel.answers.push('hold')
    await send(world.desk, company.as, { ...first, dialog })
    await send(world.desk, company.as, { ...second, dialog })
    await cancel(world.desk, company.as, second.id)
    assert.equal((await world.message(second.id))?.status, 'cancelled')
    await until(() => world.channel.answers.length === 0, 'the first is under way')
    await assert.rejects(() => cancel(world.desk, company.as, first.id), 'E_ALREADY_SENDING')
    world.channel.release()
    await world.settled(first.id, 'sent')
  })

  test('writing first makes one dialog per address; the answer’s chat joins it', async ({
    assert,
  }) => {
    const company = await world.company()
    const input = { account: company.account, address: 'Anna@Example.test' }
    const [one, two] = [said('раз'), said('два')]
    const answers = await Promise.all([
      start(world.desk, company.as, { ...one, ...input }),
      start(world.desk, company.as, { ...two, ...input }),
    ])
    assert.equal(answers[0]?.dialog, answers[1]?.dialog)
    await world.settled(two.id, 'sent')
    await world.settled(one.id, 'sent')
    const chat = 'mail:anna@example.test'
    const person = { key: 'anna@example.test', name: 'Анна', email: 'anna@example.test' }
    await world.inbox.take([aMessage(company, { chat, person })])
    assert.containsSubset(await dialogs(company), [{ chat_key: chat, title: 'Анна' }])
    assert.lengthOf(await dialogs(company), 1)
  })

  test('closing ends the ticket and unanswered; the next word opens another', async ({
    assert,
  }) => {
    const company = await world.company()
    const dialog = await aDialog(company)
    const [before] = await dialogs(company)
    await closeTicket(world.desk, company.as, dialog)
    assert.containsSubset(await dialogs(company), [{ unanswered: false, ticket_id: null }])
    await world.inbox.take([aMessage(company)])
    const [after] = await dialogs(company)
    assert.isNotNull(after?.ticket_id)
    assert.notEqual(after?.ticket_id, before?.ticket_id)
  })

  test('no reply needed: unanswered ends, unread stays', async ({ assert }) => {
    const company = await world.company()
    const dialog = await aDialog(company)
    await needsReply(world.desk, company.as, { dialog, needed: false })
    assert.isFalse((await dialogs(company))[0]?.unanswered)
    const unread = await world.inbox.rows(
      'select unread from dialog_unread where company_id = $1 and member_id = $2',
      [company.id, company.member]
    )
    assert.deepEqual(unread, [{ unread: 1 }])
  })

  test('reading is each member’s own, tells the messenger, and takes the bookmark off', async ({
    assert,
  }) => {
    const company = await world.company()
    const dialog = await aDialog(company, 'to read')
    await markUnread(world.desk, company.as, dialog)
    await markRead(world.desk, company.as, { dialog })
    const unread = await world.inbox.rows(
      'select member_id from dialog_unread where company_id = $1',
      [company.id]
    )
    assert.deepEqual(unread, [{ member_id: company.colleague }])
    await until(() => world.channel.read.some(([id]) => id === 'to read'), 'the messenger is told')
  })

  test('clients and operators write into the same dialogs at once: nothing stands still or is lost', async ({
    assert,
  }) => {
    const company = await world.company()
    const dialog = await aDialog(company)
    const ours = Array.from({ length: 20 }, (_, n) => said(`наше ${String(n)}`))
    await Promise.all([
      ...ours.map((message) => send(world.desk, company.as, { ...message, dialog })),
      ...Array.from({ length: 8 }, () =>
        world.inbox.take([aMessage(company), aMessage(company, { chat: 'other' })])
      ),
      ...Array.from({ length: 10 }, () => markRead(world.desk, company.as, { dialog })),
    ])
    for (const { id } of ours) await world.settled(id, 'sent')
    const [count] = await world.inbox.rows(
      'select count(*)::integer as all from messages where company_id = $1',
      [company.id]
    )
    assert.deepEqual(count, { all: 37 })
    const [deadlocks] = await world.inbox.rows<{ deadlocks: string }>(
      'select deadlocks from pg_stat_database where datname = current_database()'
    )
    assert.equal(deadlocks?.deadlocks, '0')
  })
})
