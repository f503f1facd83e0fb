import type { Sql } from '@svyaz/core'

const dayMs = 24 * 60 * 60 * 1000
/** Partitions are made so many months ahead: a process that nobody restarts still has three months of warnings. */
const monthsAhead = 3
const changesKeptMs = dayMs
const factsKeptMs = 30 * dayMs

const partitions = `select make_message_partitions($1)`

/** What is older can't be asked for any more: pages that come back later load anew. */
const forgetChanges = `
  with gone as (
    delete from changes where at < $1 returning company_id, seq
  ), last as (
    select company_id, max(seq) as seq from gone group by company_id order by company_id
  )
  update company_changes c set reset_seq = greatest(c.reset_seq, last.seq)
  from last where c.company_id = last.company_id`

const forgetEvents = `delete from seen_events where at < $1`
const forgetFacts = `delete from early_facts where at < $1`

/** Room for the messages to come, and an end to what was kept for a while. Safe to run on several nodes at once. */
export async function tidy(sql: Sql, now: number): Promise<void> {
  await sql.query(partitions, [monthsAhead])
  await sql.query(forgetChanges, [now - changesKeptMs])
  await sql.query(forgetEvents, [now - factsKeptMs])
  await sql.query(forgetFacts, [now - factsKeptMs])
}
