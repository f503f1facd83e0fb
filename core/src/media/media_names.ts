/** A name for a header and a file system: no paths, no controls, no direction marks, at most 150 characters. */
export function safeName(name: string): string {
  const flat = name
    .normalize('NFC')
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[/\\:*?"<>|]/g, '_')
    .replace(/^[.\s]+/, '')
    .trim()
  if (flat.length <= 150) return flat === '' ? 'file' : whole(flat)
  const dot = flat.lastIndexOf('.')
  const extension = dot > 0 && flat.length - dot <= 16 ? flat.slice(dot) : ''
  return whole(flat.slice(0, 150 - extension.length) + extension)
}

/** Half of a character fits into no header; by way of bytes it becomes a sign of its own. */
const whole = (name: string) => Buffer.from(name).toString()

export function safeMime(mime: string): string {
  const bare = mime.trim().toLowerCase()
  return /^[a-z0-9.+-]+\/[a-z0-9.+-]+(\s*;\s*charset=[a-z0-9-]+)?$/.test(bare)
    ? bare
    : 'application/octet-stream'
}

/** Types a browser may show in place: none of them can run a script. */
const shown: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'audio/mpeg',
  'audio/ogg',
  'audio/mp4',
  'audio/webm',
  'audio/wav',
  'video/mp4',
  'video/webm',
  'application/pdf',
])

/** Inline where that is safe; the name in both forms of RFC 6266. */
export function disposition(mime: string, name: string): string {
  const [bare = ''] = mime.split(';', 1)
  const how = shown.has(bare) ? 'inline' : 'attachment'
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16)}`
  )
  return `${how}; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
