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
    const memory = new Memory()
    const hints = memory.hearing({ changed: () => {} })
    return createTakeIn({ hub: async () => ({ download: async () => '' }), hints, memory })
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

  test('what this process changed in another way counts', async ({ assert }) => {
    const company = await world.company()
    await world.take([aMessage(company)])
    await world.transaction(async (tx) => {
      await tx.query('update company_changes set seq = seq + 1 where company_id = $1', [company.id])
      await tx.query(
        `with closed as (update tickets set closed_at = 1 where company_id = $1)
         update dialogs set ticket_id = null where company_id = $1`,
        [company.id]
      )
    })
    const [{ id, seq } = { id: '', seq: 0 }] = await world.rows<{ id: string; seq: number }>(
      `select d.id, c.seq::integer as seq from dialogs d join company_changes c using (company_id)
       where company_id = $1`,
      [company.id]
    )
    world.hints.changed(company.id, seq, [id], false)
    await world.take([aMessage(company)])
    const tickets = await world.rows('select id from tickets where company_id = $1', [company.id])
    assert.lengthOf(tickets, 2)
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
