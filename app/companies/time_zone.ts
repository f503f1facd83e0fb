import database from '#app/database/service'
import type { CompanyId } from '@svyaz/core'

/** What the migration gives to companies that never said one. */
export const defaultTimeZone = 'Europe/Moscow'

/** An IANA name this server knows; offsets such as `+03:00` know no summer time. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

export async function timeZoneOf(company: CompanyId): Promise<string> {
  const row = await database.row<{ zone: string }>(
    'select time_zone as zone from companies where id = $1',
    [company]
  )
  return row?.zone ?? defaultTimeZone
}

/** Of all companies that have accounts: for work at start, which serves the installation. */
export async function timeZones(): Promise<readonly { company: CompanyId; zone: string }[]> {
  return database.rows(
    `select id as company, time_zone as zone from companies c
      where exists (select from accounts a where a.company_id = c.id and a.disconnected_at is null)`
  )
}

export async function setTimeZone(company: CompanyId, zone: string): Promise<void> {
  await database.query('update companies set time_zone = $2 where id = $1', [company, zone])
}
