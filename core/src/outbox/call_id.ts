import { randomBytes } from 'node:crypto'

const letters = 'abcdefghijklmnopqrstuvwxyz234567'

/** 128 random bits in lower-case base32: 26 characters. */
export function newCallId(): string {
  let bits = BigInt(`0x${randomBytes(16).toString('hex')}`) << 2n
  let id = ''
  for (let at = 0; at < 26; at++) {
    id = (letters[Number(bits & 31n)] ?? '') + id
    bits >>= 5n
  }
  return id
}
