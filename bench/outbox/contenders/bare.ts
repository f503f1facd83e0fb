/** Physical limits: a table with an identity key and one text, and nothing that a queue needs. */
import { at, connect, connectAll, emptinessBy, endAll } from '../connections.ts'
import type { Contender } from '../contender.ts'
import { textOf } from '../messages.ts'

const table = 'create table bare (id bigint generated always as identity primary key, body text)'
const one = { name: 'one', text: 'insert into bare (body) values ($1)' }
const many = { name: 'many', text: 'insert into bare (body) select unnest($1::text[])' }
const take = {
  name: 'take',
  text: `delete from bare where id in (select id from bare order by id limit 1000) returning id, body`,
}

/** INSERT, and a loop of `DELETE … RETURNING` over the first 1,000 by primary key. */
export const bare: Contender = {
  warmUp: 20_000,
  prepare: async ({ databaseUrl }) => {
    const client = await connect(databaseUrl)
    await client.query(table)
    await client.end()
  },
  enqueuer: async ({ databaseUrl }, _load, clients) => {
    const connections = await connectAll(databaseUrl, clients)
    return {
      one: async (client, n) => {
        await at(connections, client).query({ ...one, values: [textOf(n)] })
      },
      batch: async (client, numbers) => {
        await at(connections, client).query({ ...many, values: [numbers.map(textOf)] })
      },
      close: () => endAll(connections),
    }
  },
  work: async ({ databaseUrl }, _options, handle) => {
    const client = await connect(databaseUrl)
    let isStopping = false
    const loop = async () => {
      while (!isStopping) {
        const { rows } = await client.query<{ id: string; body: string }>(take)
        for (const { id } of rows) {
          const waits = handle(Number(id) - 1)
          if (waits) await waits
        }
        if (rows.length === 0) return
      }
    }
    const ended = loop()
    return {
      stop: async () => {
        isStopping = true
        await ended
        await client.end()
      },
    }
  },
  emptiness: ({ databaseUrl }) => emptinessBy(databaseUrl, 'bare'),
}
