import { test } from '@japa/runner'
import { externalId, type CallEnd, type FailureData } from '@svyaz/core'
import { newId } from '#app/inbox/new_id'
import { DeskWorld } from '../../tests/support/desk_world.ts'
import { aMessage, anEcho, aStatus } from '../../tests/support/events.ts'
import { send } from '#app/desk/send'

type Company = Awaited<ReturnType<DeskWorld['company']>>

test.group('Ends of calls', (group) => {
  let world: DeskWorld
  group.setup(async () => {
    world = await DeskWorld.open()
    return () => world[Symbol.asyncDispose]()
  })

  /** A message whose call is under way, and the row of that call. */
  async function underWay(company: Company): Promise<{ id: string; row: CallEnd['row'] }> {
    await world.inbox.take([aMessage(company)])
    const [dialog] = await world.inbox.rows<{ id: string }>(
      'select id from dialogs where company_id = $1',
      [company.id]
    )
    const id = newId()
    world.channel.answers.push('hold')
    await send(world.desk, company.as, { id, text: 'наше', files: [], dialog: dialog?.id ?? '' })
    const [part] = await world.inbox.rows<{ row: string }>(
      'select row_id as row from message_parts where message_id = $1',
      [id]
    )
    const row = {
      id: part?.row ?? '',
      callId: 'call',
      company: company.id,
      owner: { account: company.account },
      step: '@send',
      key: 'k',
      input: null,
    }
    return { id, row }
  }
  const end = async (ended: CallEnd) => {
    const after = await world.inbox.transaction((tx) => world.inbox.endCalls([ended], tx))
    after?.()
  }
  const messages = (company: Company) =>
    world.inbox.rows<{ id: string; sender: string; status: string | null }>(
      'select id, sender, status from messages where company_id = $1 order by sort_at, id',
      [company.id]
    )

  test('an echo that came before its own call had ended is the same message', async ({
    assert,
  }) => {
    const company = await world.company()
    const { id, row } = await underWay(company)
    await world.inbox.take([anEcho(company, { id: 'theirs', text: 'наше' })])
    assert.lengthOf(await messages(company), 3)
    await end({ row, end: 'done', sent: { ids: [externalId('theirs')] } })
    assert.deepEqual(
      (await messages(company)).map((one) => [one.id === id, one.sender, one.status]),
      [
        [false, 'client', null],
        [true, 'member', 'sent'],
      ]
    )
    await world.inbox.take([anEcho(company, { id: 'theirs', text: 'наше' })])
    assert.lengthOf(await messages(company), 2)
    await world.inbox.take([aStatus(company, 'theirs', 'read')])
    assert.equal((await messages(company))[1]?.status, 'read')
    world.channel.release()
  })

  test('a state that overtook the end of its call is kept for it', async ({ assert }) => {
    const company = await world.company()
    const { row } = await underWay(company)
    await world.inbox.take([aStatus(company, 'quick', 'delivered')])
    await end({ row, end: 'done', sent: { ids: [externalId('quick')] } })
    assert.equal((await messages(company))[1]?.status, 'delivered')
    world.channel.release()
  })

  test('a chat that can’t be written says so until the client writes again', async ({ assert }) => {
    const company = await world.company()
    const { row } = await underWay(company)
    const failure: FailureData = {
      kind: 'unreachable',
      code: 'E_GONE',
      reason: { ru: 'Клиент ушёл', en: 'The client has left' },
    }
    await end({ row, end: 'failed', failure })
    const blocked = async () =>
      (
        await world.inbox.rows<{ blocked: FailureData | null }>(
          'select blocked from dialogs where company_id = $1',
          [company.id]
        )
      )[0]?.blocked
    assert.equal((await blocked())?.code, 'E_GONE')
    await world.inbox.take([aMessage(company)])
    assert.isNull(await blocked())
    world.channel.release()
  })

  test('a call that waits says why and until when', async ({ assert }) => {
    const company = await world.company()
    const { id, row } = await underWay(company)
    const failure: FailureData = {
      kind: 'rate_limited',
      code: 'E_SLOW',
      reason: { ru: 'Подождите', en: 'Wait' },
    }
    // Core's clock has fractions.
    await end({ row, end: 'waiting', failure, nextAt: 1_799_999_999_999.25 })
    const [message] = await world.inbox.rows<{ status: string; next_at: string }>(
      'select status, next_at from messages where id = $1',
      [id]
    )
    assert.deepEqual(message, { status: 'queued', next_at: '1800000000000' })
    world.channel.release()
  })
})
