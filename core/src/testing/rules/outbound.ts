import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Content, FileKind } from '../../content.ts'
import { isFailure } from '../../failure.ts'
import type { ShownFile } from '../simulator.ts'
import type { SuiteWorld } from '../suite_world.ts'
import type { Rule } from './rule.ts'
import { sampleFile } from './samples.ts'

const planted = () => `answer ${randomUUID()}`
const textOf = (text: string): Content => ({ kind: 'text', text: { text } })
const fileKinds: readonly FileKind[] = ['image', 'video', 'audio', 'voice', 'document']

export const outboundRules: readonly Rule[] = [
  {
    name: 'a text is shown to the client once',
    async check(world) {
      const chat = await world.firstContact()
      const text = planted()
      const ids = await world.send(chat, textOf(text))
      await settled(world, ids)
      assert.equal((await world.seenWith(text)).length, 1)
    },
  },
  {
    name: 'each declared kind of file is shown once, byte for byte',
    async check(world) {
      const chat = await world.firstContact()
      const { kinds } = await world.hub().capabilities(world.account)
      for (const kind of fileKinds.filter((one) => kinds[one])) {
        const sample = sampleFile(kind, kinds)
        const before = await filesSeen(world)
        await settled(
          world,
          await world.send(chat, { kind: 'files', files: [await stored(world, sample)] })
        )
        const shown = (await filesSeen(world)).slice(before.length)
        assert.equal(shown.length, 1, `${kind}: one file`)
        assert.ok(
          Buffer.from(shown[0]?.bytes ?? []).equals(sample.bytes),
          `${kind}: the same bytes`
        )
        assert.equal(shown[0]?.as ?? kind, kind, `${kind}: shown as what it is`)
      }
    },
  },
  {
    name: 'an album is shown whole',
    async check(world) {
      const { album, kinds } = await world.hub().capabilities(world.account)
      const kind = fileKinds.find(
        (one) => kinds[one] && album?.together.some((list) => list.includes(one))
      )
      if (!album || !kind) return
      const chat = await world.firstContact()
      const count = Math.min(album.max, 3)
      const files = await Promise.all(
        Array.from({ length: count }, () => stored(world, sampleFile(kind, kinds)))
      )
      const before = await filesSeen(world)
      await settled(world, await world.send(chat, { kind: 'files', files }))
      assert.equal((await filesSeen(world)).length - before.length, count)
    },
  },
  {
    name: 'what is not declared is refused before the plugin is asked',
    async check(world) {
      const chat = await world.firstContact()
      const { kinds } = await world.hub().capabilities(world.account)
      const asked = world.observed.sends.length
      for (const kind of fileKinds.filter((one) => !kinds[one])) {
        const file = await stored(world, sampleFile(kind, kinds))
        await assertRefused(world.send(chat, { kind: 'files', files: [file] }))
      }
      const longest = kinds.text?.text
      if (longest !== undefined)
        await assertRefused(world.send(chat, textOf('x'.repeat(longest + 1))))
      assert.equal(world.observed.sends.length, asked)
    },
  },
  {
    name: 'messages of one chat are shown in order',
    async check(world) {
      const chat = await world.firstContact()
      const texts = Array.from({ length: 6 }, planted)
      const ids = []
      for (const text of texts) ids.push(...(await world.send(chat, textOf(text))))
      await settled(world, ids)
      const seen = await world.simulator.clientSaw()
      const order = seen.flatMap((message) => texts.filter((text) => message.text.includes(text)))
      assert.deepEqual(order, texts)
    },
  },
  {
    name: 'a lost answer never makes two messages, nor none',
    fault: 'lose_next_answer',
    async check(world) {
      const chat = await world.firstContact()
      await world.simulator.fault('lose_next_answer')
      const [text, next] = [planted(), planted()]
      const ids = [
        ...(await world.send(chat, textOf(text))),
        ...(await world.send(chat, textOf(next))),
      ]
      await world.until('both calls are settled', () => ids.every((id) => isSettled(world, id)))
      assert.equal((await world.seenWith(text)).length, 1)
      assert.equal((await world.seenWith(next)).length, 1)
    },
  },
  {
    name: 'a refusal by a busy server is tried again and shown once',
    fault: 'server_error',
    async check(world) {
      const chat = await world.firstContact()
      await world.simulator.fault('server_error')
      const text = planted()
      await settled(world, await world.send(chat, textOf(text)))
      assert.equal((await world.seenWith(text)).length, 1)
    },
  },
  {
    name: 'a rest that the platform asks for is named, and honoured',
    fault: 'rate_limit',
    async check(world) {
      const chat = await world.firstContact()
      await world.simulator.fault('rate_limit')
      const text = planted()
      const ids = await world.send(chat, textOf(text))
      const waiting = () =>
        world.ends.find(({ row, end }) => ids.includes(row.id) && end === 'waiting')
      await world.until('the call waits', () => waiting() !== undefined)
      const at = performance.now()
      const end = waiting()
      assert.ok(end?.end === 'waiting')
      assert.equal(end.failure.kind, 'rate_limited')
      const restMs = end.failure.pause?.forMs
      assert.ok(restMs !== undefined, 'a pause must be named')
      await settled(world, ids)
      assert.ok(performance.now() - at > restMs * 0.8, 'the rest was cut short')
      assert.equal((await world.seenWith(text)).length, 1)
    },
  },
]

async function settled(world: SuiteWorld, ids: readonly string[]): Promise<void> {
  await world.until('the calls are done', () =>
    ids.every((id) => world.ends.some(({ row, end }) => row.id === id && end === 'done'))
  )
}

function isSettled(world: SuiteWorld, id: string): boolean {
  return world.ends.some(({ row, end }) => row.id === id && (end === 'done' || end === 'uncertain'))
}

async function filesSeen(world: SuiteWorld): Promise<readonly ShownFile[]> {
  return (await world.simulator.clientSaw()).flatMap(({ files }) => files)
}

async function stored(world: SuiteWorld, file: ShownFile & { readonly as: FileKind }) {
  const stream = new Blob([Buffer.from(file.bytes)]).stream()
  const media = await world.media.put(stream, {
    mime: file.mime,
    name: file.name,
    maxBytes: 1_000_000,
  })
  return { as: file.as, media }
}

async function assertRefused(sending: Promise<unknown>): Promise<void> {
  await assert.rejects(sending, (error) => isFailure(error) && error.kind === 'rejected')
}
