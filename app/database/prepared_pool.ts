import type { Database } from '#app/database/database'
import type { postgresStore } from '@svyaz/core'

type SqlPool = Parameters<typeof postgresStore>[0]['pool']
type SqlClient = Awaited<ReturnType<SqlPool['connect']>>

/** Text made anew each time must not fill a connection with plans. */
const maxNames = 300

/**
 * The same pool; what runs in its transactions is planned once per connection, since planning costs a batch of intake as
 * much as its work does. Only for statements that find every row by a key (see `Database`, `keyed`).
 */
export function preparedPool({ pool }: Database): SqlPool {
  const clients = new WeakMap<object, SqlClient>()
  return {
    query: async (statement, values) => pool.query(configOf(statement, values)),
    async connect() {
      const client = await pool.connect()
      const known = clients.get(client)
      if (known) return known
      const nameOf = naming()
      const made: SqlClient = {
        query: async (statement, values) => {
          const config = configOf(statement, values)
          // Without values it may be several statements in one text.
          if (typeof statement !== 'string' || !values) return client.query(config)
          return client.query({ ...config, ...nameOf(statement) })
        },
        release: (destroy) => client.release(destroy),
        on: (event, listener) => client.on(event, listener),
        off: (event, listener) => client.off(event, listener),
      }
      clients.set(client, made)
      return made
    },
    on: (event: 'error' | 'connect', listener: (given: never) => void) =>
      pool.on(event as 'error', listener as () => void),
  }
}

/** Core names by itself what it runs all day. */
function configOf(
  statement: Parameters<SqlClient['query']>[0],
  values: readonly unknown[] | undefined
) {
  const config = typeof statement === 'string' ? { text: statement } : statement
  return values ? { ...config, values: [...values] } : config
}

/**
 * Names of one connection's statements. After 16, 64, 256 uses and so on a statement gets another name and so another
 * plan: the first one may have been made over empty tables, where any index looks as good as the right one.
 */
function naming(): (text: string) => { readonly name?: string } {
  const known = new Map<string, { readonly no: number; uses: number }>()
  return (text) => {
    const statement = known.get(text) ?? { no: known.size, uses: 0 }
    if (statement.no >= maxNames) return {}
    known.set(text, statement)
    statement.uses += 1
    const age = statement.uses < 16 ? 0 : Math.floor(Math.log2(statement.uses) / 2)
    return { name: `svyaz_${String(statement.no)}_${String(age)}` }
  }
}
