import type { MessageStatus, DialogRow } from '../views.js'

/** What a row of the list is made of; `$1` is the company, `$2` the member. */
export const dialogColumns = `
  d.id, d.seq::float8 as seq, d.title, d.topic, d.account_id, a.plugin, a.line_id, d.last_at::float8 as last_at, d.last_id,
  d.last_text, d.last_kind, d.last_from, d.last_author, d.last_status, coalesce(u.unread, 0) as unread,
  coalesce(u.bookmarked, false) as bookmarked, d.unanswered, d.trouble, d.responsible, d.tags, p.dialog_id is not null as pinned,
  d.snoozed_until::float8 as snoozed_until, d.returned, d.blacklisted,
  d.scheduled_at::float8 as scheduled_at,
  f.excerpt as draft`

/** All by primary key. */
export const dialogJoins = `
  join accounts a on a.company_id = d.company_id and a.id = d.account_id
  left join dialog_unread u on u.company_id = d.company_id and u.member_id = $2 and u.dialog_id = d.id
  left join dialog_pins p on p.company_id = d.company_id and p.member_id = $2 and p.dialog_id = d.id
  left join drafts f on f.company_id = d.company_id and f.member_id = $2 and f.dialog_id = d.id`

export type DialogRecord = {
  readonly id: string
  readonly seq: number
  readonly title: string
  readonly topic: string | null
  readonly account_id: string
  readonly plugin: string
  readonly line_id: string
  readonly last_at: number
  readonly last_id: string | null
  readonly last_text: string | null
  readonly last_kind: NonNullable<DialogRow['last']>['kind'] | null
  readonly last_from: NonNullable<DialogRow['last']>['from'] | null
  readonly last_author: string | null
  readonly last_status: MessageStatus | null
  readonly unread: number
  readonly bookmarked: boolean
  readonly unanswered: boolean
  readonly trouble: boolean
  readonly responsible: string | null
  readonly tags: readonly string[]
  readonly pinned: boolean
  readonly snoozed_until: number | null
  readonly returned: boolean
  readonly blacklisted: boolean
  readonly scheduled_at: number | null
  readonly draft: string | null
}

export function dialogRow(row: DialogRecord): DialogRow {
  return {
    id: row.id,
    seq: row.seq,
    title: row.title,
    topic: row.topic,
    account: row.account_id,
    channel: row.plugin,
    line: row.line_id,
    lastAt: row.last_at,
    last:
      row.last_kind === null || row.last_from === null
        ? null
        : {
            text: row.last_text ?? '',
            kind: row.last_kind,
            from: row.last_from,
            author: row.last_author,
            status: row.last_status,
          },
    unread: row.unread,
    bookmarked: row.bookmarked,
    unanswered: row.unanswered,
    trouble: row.trouble,
    responsible: row.responsible,
    tags: row.tags,
    pinned: row.pinned,
    snoozedUntil: row.snoozed_until,
    returned: row.returned,
    blacklisted: row.blacklisted,
    scheduledAt: row.scheduled_at,
    draft: row.draft,
  }
}
