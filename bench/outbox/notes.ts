/** How to read the numbers; stands under the table and beside it. */
import type { Ground } from './ground.ts'

export async function notesOf(ground: Ground): Promise<readonly string[]> {
  const { noRedis } = ground
  return [
    await ground.versions(),
    'Drains: from the start of a worker to the empty table, filled, vacuumed and analysed before; its process has drained six such tables, one where something else is asked. Where handlers wait: 100,000 messages.',
    'Messages of 500 bytes, 1,000 owners with a lane each, 5 dialogs in each; marked: every call is marked by begin().',
    'svyaz enqueues through hub.outbox.enqueue on a connection without a transaction: each statement commits, as the bare INSERT.',
    'Handler of 20 ms: svyaz has 500 owners whose lanes allow one call at once; the others have 500 at once.',
    'Idle transactions: pg_stat_database, less what the database does without the worker; statements: counted in the worker.',
    ...(noRedis === undefined ? [] : [`BullMQ was not measured: ${noRedis}.`]),
  ]
}
