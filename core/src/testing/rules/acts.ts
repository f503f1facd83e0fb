import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { MessageKind } from '../../content.ts'
import { isFailure } from '../../failure.ts'
import type { ReceivedEvent } from '../../hub/hub.ts'
import type { ActOp, MessageRef } from '../../outgoing.ts'
import type { ActSimulator } from '../simulator.ts'
import type { SuiteWorld } from '../suite_world.ts'
import type { Rule } from './rule.ts'

const planted = () => `words ${randomUUID()}`
const dayMs = 24 * 60 * 60_000

/** What is done to messages that are there already. */
export const actRules: readonly Rule[] = [
  {
    name: 'an edit changes the message where it stands',
    async check(world) {
      const { edit } = await world.hub().capabilities(world.account)
      if (!edit?.kinds.includes('text')) return
      const [before, after] = [planted(), planted()]
      const target = await sent(world, before)
      const shown = (await world.simulator.clientSaw()).length
      await done(world, { op: 'edit', target, kind: 'text', text: { text: after } })
      assert.equal((await world.seenWith(after)).length, 1, 'the new words are shown once')
      assert.equal((await world.seenWith(before)).length, 0, 'the old words are gone')
      assert.equal((await world.simulator.clientSaw()).length, shown, 'no message came or went')
    },
  },
  {
    name: 'a removal takes the message away, and no other',
    async check(world) {
      if (!(await world.hub().capabilities(world.account)).remove) return
      const [kept, wrong] = [planted(), planted()]
      await sent(world, kept)
      await done(world, { op: 'remove', target: await sent(world, wrong) })
      assert.equal((await world.seenWith(wrong)).length, 0, 'it is still shown')
      assert.equal((await world.seenWith(kept)).length, 1, 'another one went too')
    },
  },
  {
    name: 'a reaction of ours takes the place of the one before, and can be taken back',
    async check(world) {
      const emojis = await reactionsOf(world)
      if (!emojis) return
      const [text, acts] = [planted(), simulatorOf(world)]
      await world.simulator.clientSends({ text, files: [] })
      const { id, chat, at, data } = await world.messageWith(text)
      const target = { id, chat, at, fromUs: false, ...(data === undefined ? {} : { data }) }
      for (const emoji of [...emojis, null]) {
        await done(world, { op: 'react', target, emoji })
        assert.deepEqual(await acts.reactionsTo(text), emoji === null ? [] : [emoji])
      }
    },
  },
  {
    name: "a client's reactions come as his whole set, on the message they belong to",
    async check(world) {
      const emojis = await reactionsOf(world)
      if (!emojis) return
      const [text, acts] = [planted(), simulatorOf(world)]
      const target = await sent(world, text)
      const sets = [...emojis.map((emoji) => [emoji]), []]
      for (const set of sets) {
        const before = reactionsIn(world).length
        await acts.clientReacts(text, set)
        await world.until('the reaction arrives', () => reactionsIn(world).length > before)
        const event = reactionsIn(world).at(-1)
        assert.ok(event)
        assert.deepEqual(event.emojis, set)
        assert.equal(event.id, target.id, 'it names another message')
        assert.equal(event.sender.self, false)
      }
    },
  },
  {
    name: "a client's edit and removal name the message they are about",
    async check(world) {
      const { acts } = world.simulator
      if (!acts?.clientEdits || !acts.clientRemoves) return
      const [text, better] = [planted(), planted()]
      await world.simulator.clientSends({ text, files: [] })
      const { id } = await world.messageWith(text)
      await acts.clientEdits(text, better)
      const edit = () => world.events.find(({ type }) => type === 'edit')
      await world.until('the edit arrives', () => edit() !== undefined)
      const edited = edit()
      assert.ok(edited?.type === 'edit' && edited.content.kind === 'text')
      assert.equal(edited.id, id)
      assert.equal(edited.content.text.text, better)
      const wrong = planted()
      await world.simulator.clientSends({ text: wrong, files: [] })
      const taken = await world.messageWith(wrong)
      await acts.clientRemoves(wrong)
      const removal = () => world.events.find(({ type }) => type === 'deletion')
      await world.until('the removal arrives', () => removal() !== undefined)
      const removed = removal()
      assert.ok(removed?.type === 'deletion')
      assert.deepEqual(removed.ids, [taken.id])
    },
  },
  {
    name: 'a change that is not declared, or comes too late, is refused before the plugin is asked',
    async check(world) {
      const { edit, remove, reactions } = await world.hub().capabilities(world.account)
      const target = await sent(world, planted())
      const asked = world.observed.sends.length
      const text = { text: planted() }
      const asEdit = (kind: MessageKind, of: MessageRef): ActOp => ({
        op: 'edit',
        target: of,
        kind,
        text,
      })
      const old = (withinMs = dayMs) => ({ ...target, at: Date.now() - withinMs - 60_000 })
      if (!edit?.kinds.includes('text')) await assertRefused(world, asEdit('text', target))
      else await assertRefused(world, asEdit('text', { ...target, fromUs: false }))
      if (!edit?.kinds.includes('voice')) await assertRefused(world, asEdit('voice', target))
      if (edit?.withinMs !== undefined)
        await assertRefused(world, asEdit('text', old(edit.withinMs)))
      if (!remove) await assertRefused(world, { op: 'remove', target })
      if (!remove?.ofOthers)
        await assertRefused(world, { op: 'remove', target: { ...target, fromUs: false } })
      if (remove?.withinMs !== undefined)
        await assertRefused(world, { op: 'remove', target: old(remove.withinMs) })
      if (reactions !== 'any') await assertRefused(world, { op: 'react', target, emoji: '🧯' })
      assert.equal(world.observed.sends.length, asked)
    },
  },
]

/** A message of ours that the client has, as acts name it. */
async function sent(world: SuiteWorld, text: string): Promise<MessageRef> {
  const chat = await world.firstContact()
  const [row] = await world.send(chat, { kind: 'text', text: { text } })
  const end = () => world.ends.find((one) => one.row.id === row && one.end === 'done')
  await world.until('the message is sent', () => end() !== undefined)
  const ended = end()
  assert.ok(ended?.end === 'done' && ended.sent)
  const { ids, at, data } = ended.sent
  return {
    id: ids[0],
    chat: ended.sent.chat ?? chat,
    fromUs: true,
    at: at ?? Date.now(),
    ...(data === undefined ? {} : { data }),
  }
}

async function done(world: SuiteWorld, op: ActOp): Promise<void> {
  const id = await world.act(op)
  await world.until(`the ${op.op} is done`, () =>
    world.ends.some(({ row, end }) => row.id === id && end === 'done')
  )
}

/** Two that the channel takes; undefined: it has none. */
async function reactionsOf(world: SuiteWorld): Promise<readonly string[] | undefined> {
  const { reactions } = await world.hub().capabilities(world.account)
  return reactions === 'any' ? ['👍', '🎉'] : reactions?.slice(0, 2)
}

function simulatorOf(world: SuiteWorld): ActSimulator {
  const { acts } = world.simulator
  assert.ok(acts, 'reactions are declared: the simulator must have `acts`')
  return acts
}

function reactionsIn(world: SuiteWorld) {
  return world.events.filter(
    (event): event is ReceivedEvent & { type: 'reaction' } => event.type === 'reaction'
  )
}

async function assertRefused(world: SuiteWorld, op: ActOp): Promise<void> {
  await assert.rejects(world.act(op), (error) => isFailure(error) && error.kind === 'rejected')
}
