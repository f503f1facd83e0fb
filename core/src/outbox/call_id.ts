import { randomPiece } from '../random_piece.ts'

const letters = 'abcdefghijklmnopqrstuvwxyz234567'

/** 128 random bits in lower-case base32: 26 characters. */
export function newCallId(): string {
  let id = ''
  let bits = 0
  let count = 0
  for (const byte of randomPiece(16)) {
    bits = (bits << 8) | byte
    for (count += 8; count >= 5; count -= 5) id += letters.charAt((bits >> (count - 5)) & 31)
    bits &= 31
  }
  return id + letters.charAt((bits << (5 - count)) & 31)
}
