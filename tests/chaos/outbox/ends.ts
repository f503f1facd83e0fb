import type pg from 'pg'
import { nameOf, type Message } from './message.ts'

export type Ends = {
  /** Names that ended `done` more than once. */
  readonly doneTwice: readonly string[]
  readonly done: number
  readonly failed: number
  readonly uncertain: number
  readonly waiting: number
}

export async function doneCount(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ count: string }>(
    `select count(*) from chaos_end where what = 'done'`
  )
  return Number(rows[0]?.count)
}

/** What `onEnds` was told, over all processes. */
export async function endsOf(pool: pg.Pool): Promise<Ends> {
  const { rows } = await pool.query<{ what: string; input: Message }>(
    'select what, input from chaos_end'
  )
  const done = new Map<string, number>()
  const counts = { failed: 0, uncertain: 0, waiting: 0 }
  for (const { what, input } of rows) {
    if (what === 'done') done.set(nameOf(input), (done.get(nameOf(input)) ?? 0) + 1)
    else if (what in counts) counts[what as keyof typeof counts]++
  }
  const doneTwice = [...done].filter(([, times]) => times > 1).map(([name]) => name)
  return { ...counts, doneTwice, done: done.size }
}
