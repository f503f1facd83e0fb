import { test } from '@japa/runner'
import type { ReceivedEvent, Sql } from '@svyaz/core'
import { aMessage } from '../../tests/support/events.ts'
import { InboxWorld, type TestCompany } from '../../tests/support/inbox_world.ts'
import { Memory } from './memory.js'
import { createTakeIn, type TakeIn } from './take_in.js'

test.group('What intake remembers between batches', (group) => {
  let world: InboxWorld
  group.setup(async () => {
    world = await InboxWorld.open()
    return () => world[Symbol.asyncDispose]()
  })

  /** Another node: the same database, a memory of its own. */
  const anotherNode = (): TakeIn => {
    const hub = async () => ({ download: async () => '' })
    return createTakeIn({ hub, hints: { changed: () => {} }, memory: new Memory() })
  }
  const takeAt = async (takeIn: TakeIn, events: readonly ReceivedEvent[]) => {
    const after = await world.transaction((tx) => takeIn(events, tx))
    after?.()
  }
  const lastText = async (company: TestCompany) => {
    const [dialog] = await world.rows<{ last_text: string }>(
      'select last_text from dialogs where company_id = $1',
      [company.id]
    )
    return dialog?.last_text
  }

  test('the second batch of a dialog reads neither it nor its person', async ({ assert }) => {
    const company = await world.company()
    const asked: unknown[] = []
    const listening = (tx: Sql): Sql => ({
      query: (text, values) => {
        if (text.includes('dialog_keys')) asked.push(...((values?.[0] ?? []) as unknown[]))
        return tx.query(text, values)
      },
    })
    await world.take([aMessage(company)])
    const after = await world.transaction((tx) => world.takeIn([aMessage(company)], listening(tx)))
    after?.()
    assert.deepEqual(asked, ['key'])
  })

  test('what another node wrote meanwhile counts', async ({ assert }) => {
    const company = await world.company()
    const first = aMessage(company)
    const earlier = aMessage(company, { text: 'раньше' })
    const later = aMessage(company, { text: 'позже' })
    await world.take([first])
    await takeAt(anotherNode(), [later])
    await world.take([earlier])
    assert.equal(await lastText(company), 'позже')
  })

  test('what waits for a message is kept when the memory was out of date', async ({ assert }) => {
    const company = await world.company()
    const message = aMessage(company)
    await world.take([aMessage(company)])
    await takeAt(anotherNode(), [
      {
        type: 'deletion',
        eventId: 'early',
        company: company.id,
        account: company.account,
        ids: [message.id],
        at: message.at + 1,
      } as unknown as ReceivedEvent,
    ])
    await world.take([message])
    const [row] = await world.rows<{ deleted: boolean }>(
      `select deleted_at is not null as deleted from messages where company_id = $1 and external_id = $2`,
      [company.id, message.id]
    )
    assert.isTrue(row?.deleted)
  })

  test('a commit that a crash took back, and another in its place, are told apart', async ({
    assert,
  }) => {
    const company = await world.company()
    await world.take([aMessage(company)])
    const before = await world.rows('select * from company_changes where company_id = $1', [
      company.id,
    ])
    const lost = aMessage(company, { chat: 'мария' })
    await world.take([lost])
    await world.transaction(async (tx) => {
      for (const table of ['dialog_unread', 'dialog_search', 'dialog_keys', 'tickets', 'dialogs'])
        await tx.query(
          `delete from ${table} where company_id = $1 and ${table === 'dialogs' ? 'id' : 'dialog_id'} in
             (select id from dialogs where company_id = $1 and chat_key = 'мария')`,
          [company.id]
        )
      await tx.query('delete from message_keys where company_id = $1 and external_id = $2', [
        company.id,
        lost.id,
      ])
      await tx.query(
        `delete from changes c using company_changes x
         where c.company_id = $1 and x.company_id = $1 and c.seq = x.seq`,
        [company.id]
      )
      await tx.query(
        `update company_changes set (seq, stamp, before) =
           (select seq, stamp, before from jsonb_populate_record(null::company_changes, $2))
         where company_id = $1`,
        [company.id, JSON.stringify(before[0])]
      )
    })
    await takeAt(anotherNode(), [aMessage(company)])
    await world.take([{ ...lost, eventId: 'again' }])
    const rows = await world.rows(
      `select from dialogs where company_id = $1 and chat_key = 'мария'`,
      [company.id]
    )
    assert.lengthOf(rows, 1)
  })

  test('a batch that was rolled back leaves nothing behind', async ({ assert }) => {
    const company = await world.company()
    await world.take([aMessage(company)])
    const event = aMessage(company, { chat: 'мария', text: 'дважды' })
    await world
      .transaction(async (tx) => {
        await world.takeIn([event], tx)
        throw new Error('no')
      })
      .catch(() => {})
    await world.take([event])
    const rows = await world.rows('select id from messages where company_id = $1 and text = $2', [
      company.id,
      'дважды',
    ])
    assert.lengthOf(rows, 1)
  })
})
