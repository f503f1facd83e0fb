import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { ChannelPlugin } from '../../channel.ts'
import type { SuiteWorld } from '../suite_world.ts'
import type { Rule } from './rule.ts'

/** What the world outside may see and do. */
export const borderRules: readonly Rule[] = [
  {
    name: 'people read it in Russian and in English',
    async check(world) {
      const { manifest } = world.observed.plugin
      const words = [
        manifest.name,
        manifest.about,
        ...channelOf(world).flows.map(({ name }) => name),
      ]
      for (const { ru, en } of words)
        assert.ok(ru.trim() !== '' && en.trim() !== '', 'a text is missing')
      assert.ok(
        words.some(({ ru }) => /[а-яё]/i.test(ru)),
        'the Russian words are not Russian'
      )
      for (const [field, type] of Object.entries(manifest.settings.shape)) {
        const { label } = ((type as z.ZodType).meta() ?? {}) as {
          label?: { ru?: string; en?: string }
        }
        assert.ok(label?.ru && label.en, `the setting ${field} has no label in both languages`)
      }
    },
  },
  {
    name: 'secrets and texts stay out of logs and failures',
    async check(world) {
      const chat = await world.firstContact()
      const text = `planted-${randomUUID()}`
      await world.simulator.clientSends({ text, files: [] })
      await world.messageWith(text)
      await world.send(chat, { kind: 'text', text: { text } })
      await world.until('the message is shown', async () => (await world.seenWith(text)).length > 0)
      const failures = world.ends.flatMap((end) =>
        'failure' in end ? [JSON.stringify(end.failure)] : []
      )
      for (const secret of [text, ...world.simulator.secrets]) {
        const line = [...world.lines, ...failures].find((one) => one.includes(secret))
        assert.ok(line === undefined, 'a secret or a text was written to the log')
      }
    },
  },
  {
    name: 'endpoints answer strangers and rubbish without a crash, and let nobody in',
    async check(world) {
      for (const { path, methods } of world.hub().endpoints()) {
        const url = await world.hub().endpointUrl(world.account, concrete(path))
        for (const method of methods) {
          const before = world.events.length
          const answers = await Promise.all([
            forged(world, url, method),
            rubbish(world, url, method),
          ])
          assert.equal(answers[0], 404, `${method} ${path} with a forged token`)
          assert.ok(answers[1] < 500, `${method} ${path} with rubbish`)
          const endpoint = channelOf(world).endpoints?.find((one) => one.path === path)
          if (method === 'POST' && !endpoint?.open)
            assert.equal(world.events.length, before, `${path} believed rubbish`)
        }
      }
    },
  },
  {
    name: 'endpoints refuse a body over their limit',
    async check(world) {
      for (const { path, methods, maxBytes } of channelOf(world).endpoints ?? []) {
        for (const method of methods.filter((one) => one === 'POST' || one === 'PUT')) {
          const url = await world.hub().endpointUrl(world.account, concrete(path))
          const body = endless(maxBytes + 1)
          const status = await ask(
            world,
            new Request(url, { method, body, duplex: 'half' } as RequestInit)
          )
          assert.ok(
            status >= 400 && status < 500,
            `${method} ${path} took ${maxBytes + 1} bytes: ${status}`
          )
        }
      }
    },
  },
]

function channelOf(world: SuiteWorld): ChannelPlugin<Record<string, unknown>> {
  const channel = world.observed.plugin.channel?.(
    (world.simulator.instance ?? {}) as Record<string, unknown>
  )
  assert.ok(channel)
  return channel
}

const concrete = (path: string) => path.replace(/:[^/]+/g, 'x').replace(/\*$/, 'x')

async function ask(world: SuiteWorld, request: Request): Promise<number> {
  const gone = new AbortController()
  const answer = await world
    .hub()
    .fetch(new Request(request, { signal: gone.signal }), { ip: '203.0.113.9' })
  gone.abort(new Error('read'))
  await answer?.body?.cancel().catch(() => {})
  return answer?.status ?? 0
}

function forged(world: SuiteWorld, url: URL, method: string): Promise<number> {
  const other = url.href.replace(/\.[\w-]{22}\//, `.${randomBytes(16).toString('base64url')}/`)
  assert.notEqual(other, url.href)
  return ask(world, new Request(other, { method }))
}

function rubbish(world: SuiteWorld, url: URL, method: string): Promise<number> {
  const hasBody = method === 'POST' || method === 'PUT'
  const body = hasBody ? { body: Buffer.from([0xff, 0xfe, 0x7b, 0x00, 0x22]) } : {}
  return ask(
    world,
    new Request(url, { method, headers: { 'content-type': 'application/json' }, ...body })
  )
}

function endless(bytes: number): ReadableStream<Uint8Array> {
  let left = bytes
  return new ReadableStream({
    pull(controller) {
      const size = Math.min(left, 64 * 1024)
      if (size === 0) {
        controller.close()
        return
      }
      left -= size
      controller.enqueue(new Uint8Array(size))
    },
  })
}
