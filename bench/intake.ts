/**
 * `npm run bench:intake`: webhook requests with a body of 1.5 KB over 64 keep-alive connections, committed before the
 * answer. Ours through the whole product (token, plugin, hub, intake: contact, dialog, ticket, message, unread), against a
 * bare Node server that does one INSERT per request, on the same PostgreSQL, alternating.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import pg from 'pg'
import { withTestServer } from '../bin/support/test_server.ts'
import { Person } from '../tests/support/person.ts'
import { Product } from '../tests/support/product.ts'
import { load, type Load } from './support/load.ts'
import { median, report } from './support/report.ts'

const connections = 64
const rounds = Number(process.env.ROUNDS ?? 5)
const forMs = Number(process.env.ROUND_MS ?? 5000)
const dialogs = 1000
const pools = [8, 16, 32]

const server = await withTestServer()
const base = process.env.SVYAZ_TEST_DATABASE_URL ?? ''

async function database(name: string): Promise<string> {
  const client = new pg.Client({ connectionString: base })
  await client.connect()
  await client.query(`drop database if exists ${name} with (force)`)
  await client.query(`create database ${name}`)
  await client.end()
  return Object.assign(new URL(base), { pathname: `/${name}` }).href
}

let run = 0

/** 1.5 KB with everything a messenger sends along; every request another message. */
function requests(path: string): (n: number) => Buffer {
  const tag = String(run++)
  const padding = 'я'.repeat(660)
  return (n) => {
    const chat = `c${String(n % dialogs)}`
    const body = JSON.stringify({
      id: `${tag}-${String(n)}`,
      chat,
      from: { id: chat, name: `Клиент ${chat}` },
      at: Date.now(),
      text: `Сообщение ${String(n)} ${padding}`,
    })
    const bytes = Buffer.from(body)
    return Buffer.concat([
      Buffer.from(
        `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${String(bytes.length)}\r\n\r\n`
      ),
      bytes,
    ])
  }
}

async function bare(url: string, pool: number): Promise<{ port: number; stop(): Promise<void> }> {
  const child = fork(join(import.meta.dirname, 'support/bare_server.ts'), {
    env: { ...process.env, DATABASE_URL: url, POOL: String(pool) },
  })
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  return {
    port,
    stop: async () => {
      const exited = once(child, 'exit')
      child.kill()
      await exited
    },
  }
}

const bareUrl = await database('bench_bare')
const product = await Product.start({
  databaseUrl: await database('bench_ours'),
  plugins: join(import.meta.dirname, 'plugins'),
})
const person = await Person.setUp(product.url)
const { id: line } = await person.post<{ id: string }>('/lines', { name: 'Bench' })
const account = await person.connect(line, 'webhook', 'connect', {})
const path = new URL(await person.handout(account, 'in')).pathname

const ours: Load[] = []
const peers = new Map<number, Load[]>(pools.map((pool) => [pool, []]))
await load({
  port: Number(new URL(product.url).port),
  connections,
  forMs: 2000,
  request: requests(path),
})
for (let round = 0; round < rounds; round++) {
  ours.push(
    await load({
      port: Number(new URL(product.url).port),
      connections,
      forMs,
      request: requests(path),
    })
  )
  for (const pool of pools) {
    const peer = await bare(bareUrl, pool)
    peers
      .get(pool)
      ?.push(await load({ port: peer.port, connections, forMs, request: requests('/') }))
    await peer.stop()
  }
}
const refused = [...ours, ...[...peers.values()].flat()].reduce(
  (sum, each) => sum + each.refused,
  0
)
if (refused > 0)
  throw new Error(`${String(refused)} requests were refused: ${product.log.slice(-2000)}`)

await product[Symbol.asyncDispose]()
await server.stop()

const rate = (loads: readonly Load[]) => median(loads.map(({ perSecond }) => perSecond))
const best = [...peers]
  .map(([pool, loads]) => ({ pool, loads, rate: rate(loads) }))
  .reduce((a, b) => (b.rate > a.rate ? b : a))
const ratio = rate(ours) / best.rate
report(
  'intake',
  [
    { system: 'svyaz', case: 'committed requests', median: rate(ours), unit: 'per second' },
    ...[...peers].map(([pool, loads]) => ({
      system: 'bare http, INSERT',
      case: `committed requests, pool ${String(pool)}`,
      median: rate(loads),
      unit: 'per second',
    })),
    {
      system: 'svyaz',
      case: 'latency p50',
      median: median(ours.map(({ p50 }) => p50)),
      unit: 'ms',
    },
    {
      system: 'svyaz',
      case: 'latency p99',
      median: median(ours.map(({ p99 }) => p99)),
      unit: 'ms',
    },
    {
      system: 'bare http, INSERT',
      case: 'latency p50',
      median: median(best.loads.map(({ p50 }) => p50)),
      unit: 'ms',
    },
    {
      system: 'bare http, INSERT',
      case: 'latency p99',
      median: median(best.loads.map(({ p99 }) => p99)),
      unit: 'ms',
    },
  ],
  [{ name: 'ours against the best bare server', aim: '>= 1.0', measured: ratio, met: ratio >= 1 }]
)
