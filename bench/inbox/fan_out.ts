/** Clients write while so many pages watch: what a message costs the server, and how soon it is on all screens. */
import { readFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import type { Numbers } from './numbers.ts'
import { systemOf } from './requests.ts'
import { fanOut } from './settings.ts'
import { Watcher } from './watcher.ts'
import type { World } from './world.ts'

export const cpuWith = (watchers: number): string =>
  `fan-out: CPU of the server per message, ${String(watchers)} watchers`
export const seenBy = (watchers: number): string =>
  `fan-out: from the commit to the screen, ${String(watchers)} watchers`
const asked = (watchers: number): string =>
  `fan-out: questions for changes per message, ${String(watchers)} watchers`

/** A tick of /proc is 10 ms. */
const tickMs = 10

export async function measureFanOut(world: World, numbers: Numbers): Promise<void> {
  const people = await Promise.all(Array.from({ length: 10 }, (_, n) => world.colleague(n)))
  // Let go before the server does.
  const agent = new Agent({ keepAlive: true, timeout: 3000 })
  for (const count of fanOut.watchers) {
    const committed = new Map<string, number>()
    const system = systemOf(world)
    const seen = (text: string) => {
      const at = committed.get(text)
      // Seen before the answer to the messenger has come: at once.
      if (text.startsWith('live '))
        numbers.add(system, seenBy(count), at ? performance.now() - at : 0)
    }
    const watchers = await Promise.all(
      Array.from({ length: count }, (_, n) => {
        const person = people[n % people.length] ?? world.owner
        return Watcher.open({ url: world.product.url, person, company: world.company, seen })
      })
    )
    const before = await cpuMs(world.product.pid)
    const messages = await write(world, agent, `live ${String(count)}`, committed)
    await settled(watchers)
    numbers.note(
      system,
      cpuWith(count),
      ((await cpuMs(world.product.pid)) - before) / messages,
      'ms'
    )
    const questions = watchers.reduce((sum, watcher) => sum + watcher.asked, 0)
    numbers.note(system, asked(count), questions / messages, '')
    for (const watcher of watchers) watcher.close()
  }
  agent.destroy()
}

async function write(
  world: World,
  agent: Agent,
  tag: string,
  committed: Map<string, number>
): Promise<number> {
  const everyMs = 1000 / fanOut.perSecond
  const all = Math.floor(fanOut.forMs / everyMs)
  const startedAt = performance.now()
  const sent: Promise<void>[] = []
  for (let n = 0; n < all; n++) {
    const early = startedAt + n * everyMs - performance.now()
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early))
    const text = `${tag} ${String(n)}`
    sent.push(
      post(world, agent, text, n).then(() => {
        committed.set(text, performance.now())
      })
    )
  }
  await Promise.all(sent)
  return all
}

async function post(world: World, agent: Agent, text: string, n: number): Promise<void> {
  const chat = `watched-${String(n % 40)}`
  const body = JSON.stringify({
    id: text,
    chat,
    from: { id: chat, name: 'Клиент' },
    at: Date.now(),
    text,
  })
  const { hostname, port } = new URL(world.product.url)
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  return new Promise((resolve, reject) => {
    request({ hostname, port, path: world.door, method: 'POST', headers, agent }, (response) => {
      response.resume().on('end', () => {
        if (response.statusCode === 204) resolve()
        else reject(new Error(`A message was refused: ${String(response.statusCode)}`))
      })
    })
      .on('error', reject)
      .end(body)
  })
}

/** Nobody asks any more. */
async function settled(watchers: readonly Watcher[]): Promise<void> {
  const sum = () => watchers.reduce((all, watcher) => all + watcher.asked, 0)
  for (let before = -1; before !== sum() || watchers.some((each) => each.isAsking);) {
    before = sum()
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

async function cpuMs(pid: number): Promise<number> {
  const text = await readFile(`/proc/${String(pid)}/stat`, 'utf8')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * tickMs
}
