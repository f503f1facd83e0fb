import { test } from '@japa/runner'
import { assign } from '#app/desk/assign'
import { newId } from '#app/inbox/new_id'
import { listScheduled } from '#app/inbox/queries/list_scheduled'
import { cancelLater, changeLater, sendLater, sendNow } from '#app/desk/send_later'
import { send } from '#app/desk/send'
import { snooze } from '#app/desk/snooze'
import { DeskWorld } from '../../tests/support/desk_world.ts'
import { aMessage } from '../../tests/support/events.ts'
import { ringDue } from './timers.js'

type Company = Awaited<ReturnType<DeskWorld['company']>>

const hourMs = 3_600_000

test.group('Timers', (group) => {
  let world: DeskWorld
  group.setup(async () => {
    world = await DeskWorld.open()
    return () => world[Symbol.asyncDispose]()
  })

  const rows = (text: string, values: unknown[]) => world.inbox.rows<any>(text, values)
  const stateOf = async (dialog: string) =>
    (await rows('select * from dialogs where id = $1', [dialog]))[0]
  const errors: unknown[] = []

  /** As the clock of the process does, but now. */
  async function ring(): Promise<void> {
    await ringDue({
      desk: world.desk,
      sql: world.inbox.pool,
      failed: (error) => void errors.push(error),
    })
    if (errors.length > 0) throw errors.pop()
  }

  async function aDialog() {
    const company = await world.company()
    await world.inbox.take([aMessage(company)])
    const [{ id }] = await rows('select id from dialogs where company_id = $1', [company.id])
    return { company, dialog: id as string }
  }

  const said = (dialog: string, text = 'Напоминаю о встрече') => ({
    id: newId(),
    dialog,
    text,
    files: [],
    dueAt: Date.now() + hourMs,
  })
  const waitingIn = (company: Company, dialog: string) =>
    listScheduled(world.inbox.pool, company.id, dialog)
  /** The hour passes: for the database it was due a second ago. */
  const pass = (id: string) =>
    rows('update scheduled_messages set due_at = $2 where id = $1', [id, Date.now() - 1000])

  test('a dialog comes back when its time is over, on top, with a mark and a word', async ({
    assert,
  }) => {
    const { company, dialog } = await aDialog()
    await snooze(world.desk, company.as, { dialog, until: Date.now() + hourMs })
    await ring()
    assert.isNotNull((await stateOf(dialog)).snoozed_until)
    await rows('update dialogs set snoozed_until = $2 where id = $1', [dialog, Date.now() - 1])
    await ring()
    const after = await stateOf(dialog)
    assert.containsSubset(after, { snoozed_until: null, returned: true })
    assert.isAbove(Number(after.last_at), Date.now() - 60_000)
    const [line] = await rows(
      `select label from messages where dialog_id = $1 and sender = 'line' order by id desc limit 1`,
      [dialog]
    )
    assert.equal(line.label.ru, 'Отложенное время вышло')
  })

  test('a message with a date goes once when it is due, whoever looks at the clock', async ({
    assert,
  }) => {
    const { company, dialog } = await aDialog()
    const later = said(dialog)
    await sendLater(world.desk, company.as, later)
    await sendLater(world.desk, company.as, later)
    assert.lengthOf(await waitingIn(company, dialog), 1)
    await ring()
    assert.equal(Number((await stateOf(dialog)).scheduled_at), later.dueAt)
    await pass(later.id)
    await Promise.all([ring(), ring()])
    await world.settled(later.id, 'sent')
    assert.lengthOf(
      world.channel.sent.filter(
        ({ content }) => content.kind === 'text' && content.text.text === later.text
      ),
      1
    )
    assert.lengthOf(await waitingIn(company, dialog), 0)
    assert.containsSubset(await stateOf(dialog), { scheduled_at: null, unanswered: false })
    // A browser that never heard the answer asks again.
    await sendLater(world.desk, company.as, later)
    assert.lengthOf(await waitingIn(company, dialog), 0)
  })

  test('it asks instead of going when the client has written since', async ({ assert }) => {
    const { company, dialog } = await aDialog()
    const later = said(dialog)
    await sendLater(world.desk, company.as, later)
    await world.inbox.take([aMessage(company)])
    await pass(later.id)
    await ring()
    assert.containsSubset(await waitingIn(company, dialog), [{ id: later.id, state: 'asks' }])
    assert.isUndefined(await world.message(later.id))
    await sendNow(world.desk, company.as, later.id)
    await world.settled(later.id, 'sent')
    assert.lengthOf(await waitingIn(company, dialog), 0)
  })

  test('what is refused when it is due stays, with the reason', async ({ assert }) => {
    const { company, dialog } = await aDialog()
    const later = said(dialog)
    await sendLater(world.desk, company.as, later)
    await rows('update accounts set disconnected_at = now() where id = $1', [company.account])
    await pass(later.id)
    await ring()
    const [row] = await waitingIn(company, dialog)
    assert.containsSubset(row, { state: 'failed', failure: { code: 'E_ACCOUNT_DISCONNECTED' } })
    await cancelLater(world.desk, company.as, later.id)
    assert.lengthOf(await waitingIn(company, dialog), 0)
    assert.isNull((await stateOf(dialog)).scheduled_at)
  })

  test('what the channel can’t take is refused at once', async ({ assert }) => {
    const { company, dialog } = await aDialog()
    await assert.rejects(
      () => sendLater(world.desk, company.as, said(dialog, 'ы'.repeat(101))),
      /E_TOO_LONG|E_TEXT/
    )
    await assert.rejects(
      () => sendLater(world.desk, company.as, { ...said(dialog), dueAt: Date.now() - 1 }),
      'E_SEND_TIME'
    )
  })

  test('a message with a date can get other words and another date', async ({ assert }) => {
    const { company, dialog } = await aDialog()
    const later = said(dialog)
    await sendLater(world.desk, company.as, later)
    const dueAt = later.dueAt + hourMs
    await changeLater(world.desk, company.as, { id: later.id, text: 'Иначе', dueAt })
    assert.containsSubset(await waitingIn(company, dialog), [{ text: 'Иначе', dueAt }])
    assert.equal(Number((await stateOf(dialog)).scheduled_at), dueAt)
  })

  test('a ticket closes by itself once the client is answered and silent', async ({ assert }) => {
    const { company, dialog } = await aDialog()
    const old = Date.now() - 25 * hourMs
    const grow = () => rows('update dialogs set last_at = $2 where id = $1', [dialog, old])
    await grow()
    await ring()
    assert.isNotNull((await stateOf(dialog)).ticket_id, 'the client waits for an answer')
    await send(world.desk, company.as, { id: newId(), text: 'Ответ', files: [], dialog })
    await ring()
    assert.isNotNull((await stateOf(dialog)).ticket_id, 'the answer is fresh')
    await grow()
    await assign(world.desk, company.as, { dialog, responsible: company.member })
    await ring()
    assert.isNull((await stateOf(dialog)).ticket_id)
    await rows('update companies set idle_hours = 0 where id = $1', [company.id])
    await world.inbox.take([aMessage(company)])
    await send(world.desk, company.as, { id: newId(), text: 'Ещё', files: [], dialog })
    await grow()
    await ring()
    assert.isNotNull((await stateOf(dialog)).ticket_id, 'this company closes by hand')
  })
})
