import database from '#app/database/service'
import hub from '#app/hub/service'
import { findPlaces } from '#app/queue/queries/find_places'
import type { EndedView, RowKind, WaitingView } from '#app/queue/views'
import type { CompanyId, EndedRowView, WaitingRow } from '@svyaz/core'

/** Core's own steps; a plugin's have names that say nothing to a person. */
const kinds: { readonly [step: string]: RowKind } = {
  '@send': 'message',
  '@edit': 'change',
  '@remove': 'change',
  '@react': 'change',
  '@download': 'file',
  '@mark_read': 'read',
}

const kindOf = (step: string): RowKind => kinds[step] ?? 'other'

export async function waitingViews(
  company: CompanyId,
  rows: readonly WaitingRow[]
): Promise<readonly WaitingView[]> {
  const ids = rows.map(({ id }) => id)
  const [places, times] = await Promise.all([
    findPlaces(database, company, ids),
    ids.length === 0 ? new Map<string, number>() : hub.outbox.nextSendAt(company, ids),
  ])
  return rows.map((row) => ({
    id: row.id,
    kind: kindOf(row.step),
    priority: row.priority,
    attempt: row.attempt,
    enqueuedAt: row.enqueuedAt,
    notBefore: row.notBefore ?? null,
    begunAt: row.begunAt ?? null,
    nextAt: times.get(row.id) ?? null,
    place: places.get(row.id) ?? null,
  }))
}

export async function endedViews(
  company: CompanyId,
  rows: readonly EndedRowView[]
): Promise<readonly EndedView[]> {
  const places = await findPlaces(
    database,
    company,
    rows.map(({ id }) => id)
  )
  return rows.flatMap((row) => {
    if (row.state === 'cancelled') return []
    const { id, step, state, failure, endedAt } = row
    return [
      {
        id,
        kind: kindOf(step),
        state,
        failure: failure ? { code: failure.code, reason: failure.reason } : null,
        endedAt,
        place: places.get(id) ?? null,
      },
    ]
  })
}
