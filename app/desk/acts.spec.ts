import { test } from '@japa/runner'
import { messageViews } from '#app/inbox/message_views'
import { newId } from '#app/inbox/new_id'
import { findMessageRows } from '#app/inbox/queries/find_changes'
import type { MessageView } from '#app/inbox/views'
import { DeskWorld } from '../../tests/support/desk_world.ts'
import { about, aMessage } from '../../tests/support/events.ts'
import { until } from '../../tests/support/until.ts'
import type { As } from './as.js'
import { editMessage } from './edit_message.js'
import { react } from './react.js'
import { removeMessage } from './remove_message.js'
import { send } from './send.js'
import { settleActs } from './settle_acts.js'

type Company = Awaited<ReturnType<DeskWorld['company']>>

test.group('Changes of messages', (group) => {
  let world: DeskWorld
  group.setup(async () => {
    world = await DeskWorld.open()
    return () => world[Symbol.asyncDispose]()
  })

  async function aDialog(company: Company): Promise<string> {
    await world.inbox.take([aMessage(company, { id: 'question' })])
    const [dialog] = await world.inbox.rows<{ id: string }>(
      'select id from dialogs where company_id = $1',
      [company.id]
    )
    return dialog?.id ?? ''
  }

  const say = async (company: Company, dialog: string, text: string) => {
    const id = newId()
    await send(world.desk, company.as, { id, text, files: [], dialog })
    return id
  }

  /** An answer that has gone out. */
  async function answered(company: Company, text = 'Было') {
    const dialog = await aDialog(company)
    const id = await say(company, dialog, text)
    await world.settled(id, 'sent')
    return { dialog, id }
  }

  async function view(company: Company, id: string): Promise<MessageView> {
    const sql = world.inbox.pool as never
    const [one] = await messageViews(sql, company.id, await findMessageRows(sql, company.id, [id]))
    if (!one) throw new Error('there is no such message')
    return one
  }

  const trouble = async (company: Company) =>
    (
      await world.inbox.rows<{ trouble: boolean }>(
        'select trouble from dialogs where company_id = $1',
        [company.id]
      )
    )[0]?.trouble

  const codeOf = (trying: Promise<unknown>) =>
    trying.then(
      () => 'done',
      (error: { code?: string }) => error.code
    )

  test('an edit is asked of the channel, and the message is another only when it is done', async ({
    assert,
  }) => {
    const company = await world.company()
    const { id } = await answered(company)
    world.channel.answers.push('hold')
    await editMessage(world.desk, company.as, { message: id, text: 'Стало' })
    const asked = await view(company, id)
    assert.equal(asked.text, 'Было')
    assert.containsSubset(asked.acts, [{ act: 'edit', state: 'waiting', text: 'Стало' }])
    await until(() => world.channel.answers.length === 0, 'the channel is asked')
    world.channel.release()
    await until(async () => (await view(company, id)).text === 'Стало', 'the edit is done')
    assert.containsSubset(await view(company, id), { edited: true, acts: [] })
    const [row] = await world.inbox.rows<{ last_text: string }>(
      'select last_text from dialogs where company_id = $1',
      [company.id]
    )
    assert.equal(row?.last_text, 'Стало')
    assert.containsSubset(world.channel.acts.at(-1), {
      op: 'edit',
      kind: 'text',
      text: { text: 'Стало' },
      target: { fromUs: true, chat: 'ivan' },
    })
  })

  test('a refused edit leaves the text, says why, and is repeated or given up by a person', async ({
    assert,
  }) => {
    const company = await world.company()
    const { id } = await answered(company)
    const fail = async () => {
      world.channel.answers.push('fail')
      await editMessage(world.desk, company.as, { message: id, text: 'Стало' })
      await until(
        async () => (await view(company, id)).acts[0]?.state === 'failed',
        'the edit is refused'
      )
    }
    await fail()
    assert.containsSubset(await view(company, id), {
      text: 'Было',
      edited: false,
      status: 'sent',
      acts: [{ text: 'Стало', failure: { code: 'E_RECORDER_NO' } }],
    })
    assert.isTrue(await trouble(company))
    await settleActs(world.desk, company.as, { message: id, decision: 'forget' })
    assert.deepEqual((await view(company, id)).acts, [])
    assert.isFalse(await trouble(company))
    await fail()
    await settleActs(world.desk, company.as, { message: id, decision: 'repeat' })
    await until(async () => (await view(company, id)).text === 'Стало', 'the edit is done')
    assert.deepEqual((await view(company, id)).acts, [])
    assert.isFalse(await trouble(company))
  })

  test('of two edits in a row the last words win, and what hasn’t begun isn’t made', async ({
    assert,
  }) => {
    const company = await world.company()
    const { id } = await answered(company)
    const before = world.channel.acts.length
    world.channel.answers.push('hold')
    await editMessage(world.desk, company.as, { message: id, text: '1' })
    await until(() => world.channel.answers.length === 0, 'the first is under way')
    await editMessage(world.desk, company.as, { message: id, text: '2' })
    await editMessage(world.desk, company.as, { message: id, text: '3' })
    world.channel.release()
    await until(async () => (await view(company, id)).text === '3', 'the last edit')
    const texts = world.channel.acts
      .slice(before)
      .map((op) => (op.op === 'edit' ? op.text.text : op.op))
    assert.deepEqual(texts, ['1', '3'])
    assert.deepEqual((await view(company, id)).acts, [])
  })

  test('an answer lost on the way is a person’s to decide', async ({ assert }) => {
    const company = await world.company()
    const { id } = await answered(company)
    world.channel.answers.push('uncertain')
    await editMessage(world.desk, company.as, { message: id, text: 'Стало' })
    await until(
      async () => (await view(company, id)).acts[0]?.state === 'uncertain',
      'nobody knows'
    )
    assert.isTrue(await trouble(company))
    await settleActs(world.desk, company.as, { message: id, decision: 'repeat' })
    await until(async () => (await view(company, id)).text === 'Стало', 'the edit is done')
    assert.isFalse(await trouble(company))
  })

  test('nobody edits what another wrote, nor the client’s; readers change nothing', async ({
    assert,
  }) => {
    const company = await world.company()
    const { id } = await answered(company)
    const colleague: As = { company: company.id, actor: { member: company.colleague } }
    const [question] = await world.inbox.rows<{ id: string }>(
      `select id from messages where company_id = $1 and sender = 'client'`,
      [company.id]
    )
    const codes = await Promise.all([
      codeOf(editMessage(world.desk, colleague, { message: id, text: 'x' })),
      codeOf(editMessage(world.desk, company.as, { message: question?.id ?? '', text: 'x' })),
      codeOf(removeMessage(world.desk, company.as, question?.id ?? '')),
      codeOf(react(world.desk, company.as, { message: id, emoji: '🧯' })),
      codeOf(editMessage(world.desk, company.as, { message: id, text: ' ' })),
      codeOf(editMessage(world.desk, company.as, { message: newId(), text: 'x' })),
    ])
    assert.deepEqual(codes, [
      'E_EDIT_NOT_YOURS',
      'E_EDIT_NOT_YOURS',
      'E_REMOVE_OTHERS',
      'E_REACTION_UNKNOWN',
      'E_EMPTY',
      'E_NOT_FOUND',
    ])
    assert.deepEqual((await view(company, id)).acts, [])
  })

  test('too late is said before anything is made', async ({ assert }) => {
    const company = await world.company()
    const { id } = await answered(company)
    await world.inbox.pool.query(
      `update message_parts set sent_at = sent_at - 49 * 3600000 where company_id = $1`,
      [company.id]
    )
    assert.equal(
      await codeOf(editMessage(world.desk, company.as, { message: id, text: 'x' })),
      'E_EDIT_TOO_LATE'
    )
  })

  test('a removed message stays here with its text, marked; a second removal asks nobody', async ({
    assert,
  }) => {
    const company = await world.company()
    const { id } = await answered(company, 'Ошибка')
    const before = world.channel.acts.length
    await removeMessage(world.desk, company.as, id)
    await removeMessage(world.desk, company.as, id)
    await until(async () => (await view(company, id)).deleted, 'the removal is done')
    await removeMessage(world.desk, company.as, id)
    assert.containsSubset(await view(company, id), { text: 'Ошибка', acts: [] })
    assert.lengthOf(world.channel.acts, before + 1)
    assert.equal(
      await codeOf(editMessage(world.desk, company.as, { message: id, text: 'x' })),
      'E_MESSAGE_DELETED'
    )
  })

  test('what still waits goes with the new words, or isn’t sent at all', async ({ assert }) => {
    const company = await world.company()
    const dialog = await aDialog(company)
    const before = world.channel.sent.length
    world.channel.answers.push('hold')
    const first = await say(company, dialog, 'первое')
    await until(() => world.channel.answers.length === 0, 'the first is under way')
    const second = await say(company, dialog, 'второе')
    const third = await say(company, dialog, 'третье')
    assert.equal(
      await codeOf(editMessage(world.desk, company.as, { message: second, text: 'x' })),
      'E_EDIT_BEHIND'
    )
    await removeMessage(world.desk, company.as, third)
    assert.equal((await view(company, third)).status, 'cancelled')
    await editMessage(world.desk, company.as, { message: second, text: 'второе, верное' })
    assert.containsSubset(await view(company, second), {
      text: 'второе, верное',
      status: 'queued',
      edited: false,
    })
    world.channel.release()
    await world.settled(second, 'sent')
    const texts = world.channel.sent
      .slice(before)
      .map(({ content }) => (content.kind === 'text' ? content.text.text : ''))
    assert.deepEqual(texts, ['первое', 'второе, верное'])
    assert.equal((await view(company, first)).text, 'первое')
  })

  test('our reaction takes the place of the one before and asks for no answer', async ({
    assert,
  }) => {
    const company = await world.company()
    await aDialog(company)
    const [question] = await world.inbox.rows<{ id: string }>(
      'select id from messages where company_id = $1',
      [company.id]
    )
    const id = question?.id ?? ''
    const shown = async () => (await view(company, id)).reactions
    await react(world.desk, company.as, { message: id, emoji: '👍' })
    await until(async () => (await shown()).length === 1, 'the reaction is there')
    await react(world.desk, company.as, { message: id, emoji: '❤️' })
    await until(async () => (await shown())[0]?.emoji === '❤️', 'another one')
    assert.deepEqual(await shown(), [{ emoji: '❤️', count: 1, mine: true, byClient: false }])
    await react(world.desk, company.as, { message: id, emoji: null })
    await until(async () => (await shown()).length === 0, 'none')
    const [dialog] = await world.inbox.rows<{ unanswered: boolean }>(
      'select unanswered from dialogs where company_id = $1',
      [company.id]
    )
    assert.isTrue(dialog?.unanswered)
  })

  test('a reaction of the client is shown and makes nothing unread or unanswered', async ({
    assert,
  }) => {
    const company = await world.company()
    const { id, dialog } = await answered(company)
    const [key] = await world.inbox.rows<{ external_id: string }>(
      'select external_id from messages where id = $1',
      [id]
    )
    const reacts = (emojis: readonly string[], change = {}) =>
      about(company, {
        type: 'reaction',
        chat: 'ivan',
        id: key?.external_id,
        sender: { self: false, person: { key: 'ivan' } },
        emojis,
        ...change,
      })
    const before = await world.inbox.rows('select unread from dialog_unread where dialog_id = $1', [
      dialog,
    ])
    await world.inbox.take([reacts(['👍', '❤️'])])
    assert.deepEqual((await view(company, id)).reactions, [
      { emoji: '👍', count: 1, mine: false, byClient: true },
      { emoji: '❤️', count: 1, mine: false, byClient: true },
    ])
    await react(world.desk, company.as, { message: id, emoji: '👍' })
    await until(async () => (await view(company, id)).reactions[0]?.count === 2, 'both of us')
    await world.inbox.take([reacts(['❤️']), reacts(['👍'], { at: 1 })])
    assert.deepEqual(
      (await view(company, id)).reactions.toSorted((a, b) => (a.emoji < b.emoji ? -1 : 1)),
      [
        { emoji: '❤️', count: 1, mine: false, byClient: true },
        { emoji: '👍', count: 1, mine: true, byClient: false },
      ]
    )
    const [row] = await world.inbox.rows<{ unanswered: boolean }>(
      'select unanswered from dialogs where id = $1',
      [dialog]
    )
    assert.isFalse(row?.unanswered)
    assert.deepEqual(
      await world.inbox.rows('select unread from dialog_unread where dialog_id = $1', [dialog]),
      before
    )
  })

  test('a reaction that comes before its message waits for it', async ({ assert }) => {
    const company = await world.company()
    const sender = { self: false, person: { key: 'ivan' } }
    await world.inbox.take([
      about(company, { type: 'reaction', chat: 'ivan', id: 'early', sender, emojis: ['🎉'] }),
    ])
    await world.inbox.take([aMessage(company, { id: 'early', sender: { self: true } })])
    const [row] = await world.inbox.rows<{ id: string }>(
      'select id from messages where company_id = $1',
      [company.id]
    )
    assert.deepEqual((await view(company, row?.id ?? '')).reactions, [
      { emoji: '🎉', count: 1, mine: false, byClient: true },
    ])
  })
})
