const signatures: readonly {
  readonly mime: string
  readonly at: number
  readonly bytes: string
}[] = [
  { mime: 'image/png', at: 0, bytes: '\x89PNG\r\n\x1a\n' },
  { mime: 'image/jpeg', at: 0, bytes: '\xff\xd8\xff' },
  { mime: 'image/gif', at: 0, bytes: 'GIF87a' },
  { mime: 'image/gif', at: 0, bytes: 'GIF89a' },
  { mime: 'image/webp', at: 8, bytes: 'WEBP' },
  { mime: 'image/avif', at: 4, bytes: 'ftypavif' },
  { mime: 'image/bmp', at: 0, bytes: 'BM' },
]

/** By content, never by what a server says. No SVG: it is a document that runs scripts. */
export function imageType(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 32)).toString('latin1')
  return signatures.find((one) => head.startsWith(one.bytes, one.at))?.mime
}
