import type { Word } from '../store.ts'

/** PostgreSQL takes less than 8,000 bytes. */
const mostBytes = 7_800
/** Owners in one word; more are told in several. */
const mostOwners = 500

type Payload = { readonly from: string; readonly words: readonly Word[] }

/** As few notifications as fit. A word that is too long by itself is left out: words are lossy. */
export function payloadsOf(from: string, words: readonly Word[]): readonly string[] {
  const payloads: string[] = []
  let current: Word[] = []
  const encode = (some: readonly Word[]) => JSON.stringify({ from, words: some } satisfies Payload)
  for (const word of merged(words)) {
    if (fits(encode([...current, word]))) {
      current.push(word)
      continue
    }
    if (current.length > 0) payloads.push(encode(current))
    current = fits(encode([word])) ? [word] : []
  }
  if (current.length > 0) payloads.push(encode(current))
  return payloads
}

/** Nothing when they are our own, which were heard already, or not ours at all. */
export function wordsIn(from: string, payload: string): readonly Word[] {
  try {
    const parsed = JSON.parse(payload) as Partial<Payload>
    return parsed.from === from || !Array.isArray(parsed.words) ? [] : (parsed.words as Word[])
  } catch {
    return []
  }
}

const mergeable = new Set<Word['about']>(['rows', 'later', 'free'])

function merged(words: readonly Word[]): readonly Word[] {
  const rows = words.filter((word) => word.about === 'rows')
  const later = words.filter((word) => word.about === 'later')
  const free = words.find(({ about }) => about === 'free')
  const others = words.filter(({ about }) => !mergeable.has(about))
  return [...mergedRows(rows), ...mergedLater(later), ...(free ? [free] : []), ...others]
}

type About<What> = Extract<Word, { readonly about: What }>

function mergedRows(words: readonly About<'rows'>[]): readonly Word[] {
  if (words.some(({ owners }) => owners.length === 0)) return [{ about: 'rows', owners: [] }]
  const owners = [...new Set(words.flatMap((word) => word.owners))]
  const parts: Word[] = []
  for (let at = 0; at < owners.length; at += mostOwners)
    parts.push({ about: 'rows', owners: owners.slice(at, at + mostOwners) })
  return parts
}

function mergedLater(words: readonly About<'later'>[]): readonly Word[] {
  if (words.length === 0) return []
  return [{ about: 'later', at: Math.min(...words.map(({ at }) => at)) }]
}

function fits(payload: string): boolean {
  return Buffer.byteLength(payload) <= mostBytes
}
