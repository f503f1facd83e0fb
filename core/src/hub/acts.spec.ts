import { test } from '@japa/runner'
import { clientChat, hubWorld, until } from '../../tests/support/hub_world.ts'
import { isFailure } from '../failure.ts'
import type { AccountId } from '../ids.ts'
import type { ActOp, MessageRef } from '../outgoing.ts'
import { echoCapabilities } from '../testing/echo_channel.ts'

type World = Awaited<ReturnType<typeof hubWorld>>

async function connected(world: World): Promise<AccountId> {
  await world.hub.start()
  return world.connect()
}

async function shown(world: World, account: AccountId, text: string): Promise<MessageRef> {
  const [row] = await world.say(account, text)
  const end = () => world.ends.find((one) => one.row.id === row && one.end === 'done')
  await until(() => end() !== undefined)
  const ended = end()
  if (ended?.end !== 'done' || !ended.sent) throw new Error('it was not sent')
  return { id: ended.sent.ids[0], chat: clientChat, fromUs: true, at: ended.sent.at ?? 0 }
}

const act = (world: World, account: AccountId, op: ActOp) =>
  world.store.transaction((tx) => world.hub.act(tx, account, op))

const edit = (target: MessageRef, text: string): ActOp => ({
  op: 'edit',
  target,
  kind: 'text',
  text: { text },
})

test.group('changes of messages', () => {
  test('edits of one message are made in order, and what is said later stands after them', async ({
    assert,
  }) => {
    await using world = await hubWorld()
    const account = await connected(world)
    const target = await shown(world, account, 'first')
    await world.hub.pause(account, true)
    const rows = [
      await act(world, account, edit(target, 'second')),
      await act(world, account, edit(target, 'third')),
      ...(await world.say(account, 'after')),
    ]
    await world.hub.pause(account, false)
    await until(() => world.platform.seen.length === 2)
    assert.deepEqual(
      world.platform.seen.map(({ text }) => text),
      ['third', 'after']
    )
    const ended = world.ends.flatMap(({ row, end }) => (end === 'done' ? [row.id] : []))
    assert.deepEqual(ended.slice(1), rows)
  })

  test('a window that closes while the queue stands refuses without asking the plugin', async ({
    assert,
  }) => {
    await using world = await hubWorld()
    const account = await connected(world)
    const sent = await shown(world, account, 'kept')
    await world.hub.pause(account, true)
    const withinMs = echoCapabilities.edit?.withinMs ?? 0
    const target = { ...sent, at: Date.now() - withinMs + 300 }
    const row = await act(world, account, edit(target, 'too late'))
    await until(() => Date.now() - target.at > withinMs)
    await world.hub.pause(account, false)
    const end = () => world.ends.find((one) => one.row.id === row)
    await until(() => end() !== undefined)
    const ended = end()
    assert.equal(ended?.end === 'failed' ? ended.failure.code : ended?.end, 'E_EDIT_TOO_LATE')
    assert.equal(world.platform.seen[0]?.text, 'kept')
  })

  test('what the channel refuses makes no row', async ({ assert }) => {
    await using world = await hubWorld()
    const account = await connected(world)
    const target = await shown(world, account, 'ours')
    const refusal = await act(world, account, { op: 'react', target, emoji: '🧯' }).catch(
      (error: unknown) => error
    )
    assert.equal(isFailure(refusal) ? refusal.code : refusal, 'E_REACTION_UNKNOWN')
    const ended = world.ends.length
    await world.say(account, 'later')
    await until(() => world.ends.length > ended)
    assert.equal(world.ends.at(-1)?.row.step, '@send')
  })

  test('a message that is gone at the platform fails with its words, and its neighbours go on', async ({
    assert,
  }) => {
    await using world = await hubWorld()
    const account = await connected(world)
    const target = await shown(world, account, 'removed')
    await act(world, account, { op: 'remove', target })
    const row = await act(world, account, edit(target, 'too late'))
    await world.say(account, 'after')
    await until(() => world.platform.seen.some(({ text }) => text === 'after'))
    const end = world.ends.find((one) => one.row.id === row)
    assert.equal(end?.end, 'failed')
  })
})
