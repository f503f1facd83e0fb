import { randomPiece } from '../random_piece.ts'

/** UUID v7 (RFC 9562 §5.7): sorted by time of creation. */
export function uuidV7(now: number): string {
  const bytes = randomPiece(16)
  bytes.writeUIntBE(now, 0, 6)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
