import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { test } from '@japa/runner'
import pg from 'pg'
import { postgresStore } from './store.ts'

/** Length-prefixed, as the protocol has it: https://www.postgresql.org/docs/current/protocol-message-formats.html */
function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.write(type)
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

const welcome = Buffer.concat([message('R', Buffer.alloc(4)), message('Z', Buffer.from('I'))])
const goodbye = message(
  'E',
  Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0')
)

/** Lets everybody in, and shuts down in the same moment. */
async function aServerThatLeaves() {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('data', () => socket.end(Buffer.concat([welcome, goodbye])))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

test.group('a server that says goodbye with its greeting', () => {
  test('is an error of the statement, and ends no process', async ({ assert }) => {
    const unheard: unknown[] = []
    const listen = (error: unknown) => unheard.push(error)
    process.on('uncaughtException', listen)
    try {
      await using server = await aServerThatLeaves()
      const pool = new pg.Pool({ host: '127.0.0.1', port: server.port, user: 'x', max: 3 })
      const store = postgresStore({ pool })
      for (let attempt = 0; attempt < 20; attempt++) {
        await assert.rejects(() => store.rows.present(['1']))
        await assert.rejects(() => store.transaction((tx) => tx.query('select 1')))
      }
      await pool.end()
      assert.deepEqual(unheard, [])
    } finally {
      process.off('uncaughtException', listen)
    }
  })
})
