import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'

/**
 * Tables that belong to no company: people, their sessions, the migration tool's own. Everything else must have the company
 * in each of its keys, so that the data can be spread by company (architecture §7).
 */
const shared = new Set([
  'users',
  'sessions',
  'companies',
  'adonis_schema',
  'adonis_schema_versions',
])

type Key = { table: string; name: string; kind: string; columns: string[]; target: string | null }

const keys = `
  select c.relname as "table", k.conname as name, k.contype::text as kind, f.relname as target,
         array(select a.attname::text from unnest(k.conkey) n join pg_attribute a on a.attrelid = c.oid and a.attnum = n) as columns
    from pg_constraint k
    join pg_class c on c.oid = k.conrelid
    join pg_namespace s on s.oid = c.relnamespace and s.nspname = 'public'
    left join pg_class f on f.oid = k.confrelid
   where k.contype in ('p', 'u', 'f')
  union all
  select c.relname, i.relname, 'index', null,
         array(select a.attname::text from unnest(x.indkey::int2[]) n join pg_attribute a on a.attrelid = c.oid and a.attnum = n)
    from pg_index x
    join pg_class i on i.oid = x.indexrelid
    join pg_class c on c.oid = x.indrelid
    join pg_namespace s on s.oid = c.relnamespace and s.nspname = 'public'
   where x.indisunique`

test.group('Keys of company tables', () => {
  test('every primary, unique and foreign key contains the company', async ({ assert }) => {
    const database = await app.container.make('database')
    const found = (await database.rows<Key>(keys)).filter(({ table }) => !shared.has(table))
    assert.isAbove(found.length, 10)
    const without = found.filter(({ columns }) => !columns.includes('company_id'))
    assert.deepEqual(without, [])
  })

  test('every company table has a primary key that begins with the company', async ({ assert }) => {
    const database = await app.container.make('database')
    const rows = await database.rows<{ table: string; first: string | null }>(`
      select c.relname as "table",
             (select a.attname::text from pg_constraint k join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
               where k.conrelid = c.oid and k.contype = 'p') as first
        from pg_class c join pg_namespace s on s.oid = c.relnamespace
       where s.nspname = 'public' and c.relkind in ('r', 'p')`)
    const wrong = rows.filter(({ table, first }) => !shared.has(table) && first !== 'company_id')
    assert.deepEqual(wrong, [])
  })

  test('a foreign key between company tables never points at a table shared by all, companies excepted', async ({
    assert,
  }) => {
    const database = await app.container.make('database')
    const crossing = (await database.rows<Key>(keys)).filter(
      ({ kind, target, table }) =>
        kind === 'f' && !shared.has(table) && target !== null && shared.has(target)
    )
    assert.deepEqual(
      crossing.filter(({ target }) => target !== 'companies'),
      []
    )
  })
})
