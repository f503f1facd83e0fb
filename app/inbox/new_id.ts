import { v7 } from 'uuid'

/** Of a row: UUID v7, whose time also chooses the partition of a message. */
export function newId(): string {
  return v7()
}

/** Epoch milliseconds inside a UUID v7; undefined: not one. */
export function timeOfId(id: string): number | undefined {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i.test(id))
    return undefined
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
}
