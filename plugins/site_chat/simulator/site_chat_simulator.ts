import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toNode } from '@svyaz/core'
import type { ChannelSimulator, ShownMessage, SimulatorFault } from '@svyaz/core/testing'
import { Visitor, newId } from './visitor.ts'
import type { Line } from './visitor.ts'

/** The chat is our own: only the way between page and server can break. */
export const siteChatFaults: readonly SimulatorFault[] = ['drop_connection', 'deliver_twice']

type Hub = Parameters<NonNullable<ChannelSimulator['attach']>>[0]

/** One visitor over real HTTP; the server outlives the hubs behind it. */
export async function siteChatSimulator(): Promise<ChannelSimulator> {
  const front = await openFront()
  const secret = new Visitor({ baseUrl: front.origin }).secret
  const state: {
    visitor?: Visitor
    last?: { id: string; text: string; files: readonly string[] }
  } = {}
  const visitor = (): Visitor => {
    if (state.visitor === undefined) throw new Error('the simulator is not attached')
    return state.visitor
  }
  return {
    flow: 'site',
    secrets: [secret],
    async login(screens) {
      await screens.next({})
      const last = await screens.next({ values: { title: 'Лампы и свет' } })
      if (last.done !== true) throw new Error('the form came back')
      return last.value
    },
    async attach(hub, account) {
      front.serve(hub)
      const url = await hub.endpointUrl(account, '/')
      state.visitor = new Visitor({ baseUrl: new URL(url.pathname, front.origin), secret })
    },
    async fault(what) {
      if (what === 'drop_connection') front.cut()
      else if (what === 'deliver_twice' && state.last !== undefined) {
        const { id, text, files } = state.last
        await visitor().write(text, { id, files, patienceMs: 5_000 })
      } else throw new Error(`the way to a page cannot do this: ${what}`)
    },
    async clientSends({ text, files }) {
      const sent = []
      for (const { name, bytes, mime } of files) {
        sent.push((await visitor().upload(name, bytes, mime)).id)
      }
      const message = { id: newId(), text, files: sent }
      state.last = message
      await visitor().write(text, { ...message, patienceMs: 8_000 })
    },
    acts: {
      async reactionsTo(text) {
        const { reactions } = await lineWith(visitor(), text)
        return reactions?.us === undefined ? [] : [reactions.us]
      },
      async clientReacts(text, emojis) {
        await visitor().react((await lineWith(visitor(), text)).id, emojis.at(-1) ?? null)
      },
      async clientEdits(text, to) {
        await visitor().edit((await lineWith(visitor(), text)).id, to)
      },
      async clientRemoves(text) {
        await visitor().remove((await lineWith(visitor(), text)).id)
      },
    },
    async clientSaw() {
      const lines = await visitor().lines()
      return Promise.all(
        lines.filter(({ from }) => from === 'us').map((line) => shown(visitor(), line))
      )
    },
    [Symbol.asyncDispose]: () => front.close(),
  }
}

async function lineWith(visitor: Visitor, text: string): Promise<Line> {
  const found = (await visitor.lines()).find((line) => line.text === text)
  if (found === undefined) throw new Error('there is no such line')
  return found
}

async function shown(visitor: Visitor, line: Line): Promise<ShownMessage> {
  const files = (line.files ?? []).map(async (file) => {
    const bytes = new Uint8Array(await (await visitor.fetchFile(file)).arrayBuffer())
    return { name: file.name, mime: file.mime, as: file.as as 'document', bytes }
  })
  return { text: line.text ?? '', files: await Promise.all(files) }
}

async function openFront() {
  let handle: ReturnType<typeof toNode> | undefined
  const server = createServer((request, response) => {
    void (handle?.(request, response) ?? Promise.resolve(false)).then((answered) => {
      if (!answered) response.writeHead(404).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    serve(hub: Hub) {
      handle = toNode(hub)
    },
    cut: () => server.closeAllConnections(),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
