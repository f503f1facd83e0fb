import database from '#app/database/service'

/** 0: a fresh installation. Counting further than one serves nobody. */
export async function countUsers(): Promise<0 | 1> {
  const row = await database.row('select 1 from users limit 1')
  return row ? 1 : 0
}
