/** The bare structure of a raw letter, where the parser keeps too little: charsets (§ rescue) and delivery reports. */

/** A leaf. Positions are byte offsets in the letter, which is held as latin1 text: one character, one byte. */
export type MimePart = {
  readonly headerFrom: number
  readonly bodyFrom: number
  readonly bodyTo: number
  readonly type: string
  readonly charset: string | undefined
  readonly encoding: string
}

const deepest = 30
const most = 1000

type Walk = { readonly raw: string; readonly found: MimePart[]; seen: number }

/** Leaves in order; of a letter without structure the whole. */
export function leavesOf(raw: string): readonly MimePart[] {
  const found: MimePart[] = []
  visit({ raw, found, seen: 0 }, 0, raw.length, 0)
  return found
}

function visit(walk: Walk, from: number, to: number, depth: number): void {
  // Parts that hold no leaf cost as much to look at.
  if (walk.seen >= most || depth > deepest) return
  walk.seen += 1
  const { raw, found } = walk
  const bodyFrom = headerEnd(raw, from, to)
  const header = unfold(raw.slice(from, bodyFrom))
  const contentType = headerValue(header, 'content-type') ?? 'text/plain'
  const type = /^\s*([^\s;]+)/.exec(contentType)?.[1]?.toLowerCase() ?? 'text/plain'
  const boundary = type.startsWith('multipart/') ? parameter(contentType, 'boundary') : undefined
  if (boundary !== undefined && boundary !== '') {
    for (const [start, end] of between(raw, bodyFrom, to, boundary)) {
      visit(walk, start, end, depth + 1)
    }
    return
  }
  found.push({
    headerFrom: from,
    bodyFrom,
    bodyTo: to,
    type,
    charset: parameter(contentType, 'charset')?.toLowerCase(),
    encoding: (headerValue(header, 'content-transfer-encoding') ?? '7bit').trim().toLowerCase(),
  })
}

/** Where the body begins; the end of the letter when there is none. */
export function headerEnd(raw: string, from: number, to: number): number {
  if (raw.startsWith('\r\n', from)) return from + 2
  if (raw.startsWith('\n', from)) return from + 1
  // Cut out first: what isn't in this part must not be looked for in all the rest of the letter.
  const part = raw.slice(from, to)
  const crlf = part.indexOf('\r\n\r\n')
  const lf = part.indexOf('\n\n')
  return Math.min(crlf < 0 ? to : from + crlf + 4, lf < 0 ? to : from + lf + 2)
}

export function unfold(header: string): string {
  return header.replace(/\r?\n[ \t]+/g, ' ')
}

export function headerValue(unfolded: string, name: string): string | undefined {
  for (const line of unfolded.split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon > 0 && line.slice(0, colon).trim().toLowerCase() === name) {
      return line.slice(colon + 1).trim()
    }
  }
  return undefined
}

function parameter(value: string, name: string): string | undefined {
  const found = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^\\s;]+))`, 'i').exec(value)
  return (found?.[1] ?? found?.[2])?.replace(/^'|'$/g, '')
}

function between(raw: string, from: number, to: number, boundary: string): [number, number][] {
  const marker = `--${boundary}`
  const parts: [number, number][] = []
  // Cut out for the same reason as in `headerEnd`.
  const body = raw.slice(from, to)
  let open: number | undefined
  let at = body.indexOf(marker)
  while (at >= 0 && parts.length < most) {
    const lineStart = at === 0 || body[at - 1] === '\n'
    if (lineStart) {
      if (open !== undefined) parts.push([from + open, from + at])
      if (body.startsWith('--', at + marker.length)) return parts
      const lineEnd = body.indexOf('\n', at)
      open = lineEnd < 0 ? body.length : lineEnd + 1
    }
    at = body.indexOf(marker, at + marker.length)
  }
  // The last boundary is missing: what is left is the last part.
  if (open !== undefined && open < body.length) parts.push([from + open, to])
  return parts
}
