import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { isRemote } from '../../content.ts'
import type { MediaRef } from '../../ids.ts'
import { hasText, type SuiteWorld } from '../suite_world.ts'
import type { Rule } from './rule.ts'
import { filesOf, sampleFile } from './samples.ts'

const planted = () => `text ${randomUUID()}`

export const inboundRules: readonly Rule[] = [
  {
    name: "a client's text arrives once, live, from a person",
    async check(world) {
      const text = planted()
      await world.simulator.clientSends({ text, files: [] })
      const message = await world.messageWith(text)
      assert.equal(message.source, 'live')
      assert.equal(message.sender.self, false)
      assert.equal(idsWith(world, text).size, 1, 'one message, one event')
    },
  },
  {
    name: "a client's file can be fetched, byte for byte",
    async check(world) {
      const { kinds } = await world.hub().capabilities(world.account)
      if (!kinds.document && !kinds.image) return
      const text = planted()
      const sent = sampleFile(kinds.document ? 'document' : 'image', kinds)
      await world.simulator.clientSends({ text, files: [sent] })
      const [file] = filesOf((await world.messageWith(text)).content)
      assert.ok(file, 'the message must have its file')
      const ref = isRemote(file.media) ? await fetched(world, file.media) : file.media
      const { stream } = await world.media.open(ref)
      const bytes = new Uint8Array(await new Response(stream).arrayBuffer())
      assert.ok(Buffer.from(bytes).equals(sent.bytes), 'the bytes must be the same')
    },
  },
  {
    name: 'messages of one chat arrive in order',
    async check(world) {
      const texts = Array.from({ length: 5 }, planted)
      for (const text of texts) await world.simulator.clientSends({ text, files: [] })
      for (const text of texts) await world.messageWith(text)
      const order = world.events.flatMap((event) => texts.filter((text) => hasText(event, text)))
      assert.deepEqual([...new Set(order)], texts)
    },
  },
  {
    name: 'a second delivery bears the same event id',
    fault: 'deliver_twice',
    async check(world) {
      const text = planted()
      await world.simulator.clientSends({ text, files: [] })
      await world.messageWith(text)
      await world.simulator.fault('deliver_twice')
      const later = planted()
      await world.simulator.clientSends({ text: later, files: [] })
      await world.messageWith(later)
      assert.equal(idsWith(world, text).size, 1, 'the repeat must be known as one')
    },
  },
  {
    name: 'nothing is acknowledged before it is committed',
    async check(world) {
      const text = planted()
      // More than core sits out by itself: the plugin's `receive` rejects.
      world.refuseEvents(6)
      await world.simulator.clientSends({ text, files: [] }).catch(() => {})
      await world.until('what was refused comes again', () => idsWith(world, text).size === 1)
    },
  },
  {
    name: 'what came while it was stopped arrives after the start, each once',
    async check(world) {
      if (world.observed.runs.length === 0) return
      const before = planted()
      await world.simulator.clientSends({ text: before, files: [] })
      await world.messageWith(before)
      await world.stop()
      const missed = [planted(), planted()]
      for (const text of missed) await world.simulator.clientSends({ text, files: [] })
      const seen = world.events.length
      await world.restart()
      for (const text of missed) await world.messageWith(text)
      const again = world.events.slice(seen).filter((event) => hasText(event, before))
      assert.deepEqual(again, [], 'what was committed must not come again')
    },
  },
]

function idsWith(world: SuiteWorld, text: string): ReadonlySet<string> {
  return new Set(world.events.filter((event) => hasText(event, text)).map(({ eventId }) => eventId))
}

async function fetched(
  world: SuiteWorld,
  remote: Parameters<ReturnType<SuiteWorld['hub']>['download']>[2]
): Promise<MediaRef> {
  const id = await world.hub().download(undefined, world.account, remote, { once: randomUUID() })
  const end = () => world.ends.find(({ row }) => row.id === id)
  await world.until('the file is downloaded', () => end()?.end === 'done')
  const done = end()
  assert.ok(done?.end === 'done')
  return (done.result as { media: MediaRef }).media
}
