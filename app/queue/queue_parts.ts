import database from '#app/database/service'
import hub from '#app/hub/service'
import { findPlaces } from '#app/queue/queries/find_places'
import { endedViews, waitingViews } from '#app/queue/row_views'
import type { EndedView, QueuePart, WaitingView } from '#app/queue/views'
import type { AccountId, CompanyId, EndedRowView, WaitingRow } from '@svyaz/core'

export type Whose = { readonly company: CompanyId; readonly account: AccountId }

export const perPage = 50
/** What a page may show. */
export const mostShown = 2_000
/** What core gives at once. */
const atOnce = 500
/** Somebody's place is looked for so far. */
const searched = 10_000

export async function waitingPart(of: Whose, limit = perPage): Promise<QueuePart<WaitingView>> {
  const { rows, more } = await gathered((page) => waiting(of, page), limit)
  return { data: await waitingViews(of.company, rows), more, skipped: 0 }
}

/** The page that begins shortly before this message; from the beginning when it waits no more. */
export async function partAround(
  of: Whose,
  message: string,
  limit = perPage
): Promise<QueuePart<WaitingView>> {
  const rows: WaitingRow[] = []
  for (let at = -1; rows.length < searched && at < 0;) {
    const page = await waiting(of, { after: rows.at(-1)?.id })
    rows.push(...page)
    at = await placeIn(of.company, page, message)
    if (at >= 0) return cutAround(of, rows, rows.length - page.length + at, limit)
    if (page.length < atOnce) break
  }
  return waitingPart(of, limit)
}

export async function endedPart(of: Whose, limit = perPage): Promise<QueuePart<EndedView>> {
  const { rows, more } = await gathered((page) => ended(of, page), limit)
  return { data: await endedViews(of.company, rows), more, skipped: 0 }
}

/** So many of the newest failed and uncertain rows. */
export async function endedRows(of: Whose, limit: number): Promise<readonly EndedRowView[]> {
  return (await gathered((page) => ended(of, page), limit)).rows
}

async function placeIn(
  company: CompanyId,
  rows: readonly WaitingRow[],
  message: string
): Promise<number> {
  const places = await findPlaces(
    database,
    company,
    rows.map(({ id }) => id)
  )
  return rows.findIndex(({ id }) => places.get(id)?.message === message)
}

async function cutAround(
  of: Whose,
  found: readonly WaitingRow[],
  at: number,
  limit: number
): Promise<QueuePart<WaitingView>> {
  const skipped = at < perPage ? 0 : at - 2
  const rows = found.slice(skipped)
  while (rows.length <= limit) {
    const page = await waiting(of, { after: rows.at(-1)?.id })
    rows.push(...page)
    if (page.length < atOnce) break
  }
  const data = await waitingViews(of.company, rows.slice(0, limit))
  return { data, more: rows.length > limit, skipped }
}

type Page = { readonly after?: string | undefined; readonly limit?: number }

const waiting = ({ company, account }: Whose, page: Page) =>
  hub.outbox.waiting(company, { account }, pageOf(page))

const ended = ({ company, account }: Whose, page: Page) =>
  hub.outbox.ended(company, { account }, pageOf(page))

function pageOf({ after, limit = atOnce }: Page) {
  return { limit, ...(after === undefined ? {} : { after }) }
}

/** One more is asked for than is shown: then it is known whether there are more. */
async function gathered<Row extends { readonly id: string }>(
  ask: (page: Page) => Promise<readonly Row[]>,
  limit: number
): Promise<{ readonly rows: readonly Row[]; readonly more: boolean }> {
  const rows: Row[] = []
  while (rows.length <= limit) {
    const wanted = Math.min(atOnce, limit + 1 - rows.length)
    const page = await ask({ after: rows.at(-1)?.id, limit: wanted })
    rows.push(...page)
    if (page.length < wanted) break
  }
  return { rows: rows.slice(0, limit), more: rows.length > limit }
}
