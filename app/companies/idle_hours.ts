import database from '#app/database/service'
import type { CompanyId } from '@svyaz/core'

/** A year: later nobody remembers what the ticket was about. */
export const mostIdleHours: number = 8760

/** After so many hours of silence an answered ticket closes by itself; 0: never. */
export async function idleHoursOf(company: CompanyId): Promise<number> {
  const row = await database.row<{ hours: number }>(
    'select idle_hours as hours from companies where id = $1',
    [company]
  )
  return row?.hours ?? 0
}

export async function setIdleHours(company: CompanyId, hours: number): Promise<void> {
  await database.query('update companies set idle_hours = $2 where id = $1', [company, hours])
}
