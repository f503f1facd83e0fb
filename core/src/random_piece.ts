import { randomBytes } from 'node:crypto'

const drawn = 4_096
let pool = Buffer.alloc(0)
let used = 0

/** Random bytes, drawn from the system many at a time: for an id or two it would be asked with every message. */
export function randomPiece(bytes: number): Buffer {
  if (used + bytes > pool.length) {
    pool = randomBytes(drawn)
    used = 0
  }
  const piece = pool.subarray(used, used + bytes)
  used += bytes
  return piece
}
