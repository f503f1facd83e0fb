/** The peer: what one writes in ten lines, an INSERT per request, committed before the answer. */
import { createServer } from 'node:http'
import pg from 'pg'

const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: Number(process.env.POOL ?? 16),
})
await pool.query(
  'create table if not exists bare (id text primary key, chat text, at bigint, body jsonb)'
)

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString()
    const { id, chat, at } = JSON.parse(body) as { id: string; chat: string; at: number }
    pool
      .query({
        name: 'in',
        text: 'insert into bare values ($1, $2, $3, $4) on conflict do nothing',
        values: [id, chat, at, body],
      })
      .then(
        () => response.writeHead(204).end(),
        () => response.writeHead(500).end()
      )
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.({ port: typeof address === 'object' ? address?.port : 0 })
})
