import { createHmac, timingSafeEqual } from 'node:crypto'
import type { ChatKey } from '@svyaz/core'
import type { LineFile, VisitorRecord } from '../records.ts'

/** How long an address of a file works: a page left open overnight still shows its pictures. */
const addressMs = 24 * 3600_000

function signature(record: VisitorRecord, file: string, until: string): Buffer {
  return createHmac('sha256', record.fileKey).update(`${file}\n${until}`).digest()
}

/**
 * Relative to the account's endpoint. A picture's request carries no header of ours, so the address itself is the
 * permission: signed by a key of this visitor alone, for one file, for a day.
 */
export function fileAddress(
  record: VisitorRecord,
  chat: ChatKey,
  file: LineFile,
  now: number
): string {
  // In steps of an hour, so that the browser's cache knows the picture again.
  const until = String((Math.floor(now / 3600_000) + 1) * 3600_000 + addressMs)
  const sign = signature(record, file.id, until).toString('base64url')
  return `files/${chat}/${file.id}/${encodeURIComponent(file.name)}?until=${until}&sign=${sign}`
}

export function isSigned(
  record: VisitorRecord,
  file: string,
  query: URLSearchParams,
  now: number
): boolean {
  const until = query.get('until') ?? ''
  const given = Buffer.from(query.get('sign') ?? '', 'base64url')
  const right = signature(record, file, until)
  return given.length === right.length && timingSafeEqual(given, right) && Number(until) > now
}
