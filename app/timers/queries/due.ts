import type { CompanyId, Sql } from '@svyaz/core'

const snoozed = `
  select company_id as company, id from dialogs where snoozed_until <= $1 order by snoozed_until limit $2`

const scheduled = `
  select company_id as company, id from scheduled_messages
  where state = 'waiting' and due_at <= $1 order by due_at limit $2`

const idle = `
  select d.company_id as company, d.id
  from companies c
  cross join lateral (
    select d.company_id, d.id from dialogs d
    where d.company_id = c.id and d.ticket_id is not null and not d.unanswered and d.snoozed_until is null
      and d.scheduled_at is null and d.last_at < $1::bigint - c.idle_hours * 3600000::bigint
    order by d.last_at
    limit $2
  ) d
  where c.idle_hours > 0`

const next = `
  select least(
    (select min(snoozed_until) from dialogs where snoozed_until is not null),
    (select min(due_at) from scheduled_messages where state = 'waiting'))::float8 as at`

export type Due = { readonly company: CompanyId; readonly id: string }

/** Dialogs whose time has come. Index dialogs_due; no locks. */
export async function dueSnoozes(sql: Sql, now: number, most: number): Promise<readonly Due[]> {
  return (await sql.query<Due>(snoozed, [now, most])).rows
}

/** Messages with a date. Index scheduled_messages_due; no locks. */
export async function dueMessages(sql: Sql, now: number, most: number): Promise<readonly Due[]> {
  return (await sql.query<Due>(scheduled, [now, most])).rows
}

/** Dialogs with an open ticket in which nobody has anything to say any more. Index dialogs_idle of each company; no locks. */
export async function idleTickets(sql: Sql, now: number, most: number): Promise<readonly Due[]> {
  return (await sql.query<Due>(idle, [now, most])).rows
}

/** When the next of them is due. The first entries of two indexes; no locks. */
export async function nextDue(sql: Sql): Promise<number | null> {
  return (await sql.query<{ at: number | null }>(next)).rows[0]?.at ?? null
}
