/**
 * For a `jsonb` parameter. PostgreSQL stores neither NUL nor half of a surrogate pair, and clients send both: they are
 * taken out here, once, instead of one bad letter becoming a dead event.
 */
export function toJsonb(value: unknown): string {
  const json = JSON.stringify(value)
  return isStorable(json) ? json : JSON.stringify(value, clean)
}

/** The same value when it can be stored as it is. */
export function storable<Value>(value: Value): Value {
  return isClean(value) ? value : (JSON.parse(JSON.stringify(value, clean)) as Value)
}

function isClean(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\u0000')
  if (typeof value !== 'object' || value === null) return true
  for (const key in value) if (!isClean((value as Record<string, unknown>)[key])) return false
  return true
}

function isStorable(json: string): boolean {
  return !json.includes('\\u') || !/\\u(?:0000|d[89a-f])/i.test(json)
}

function clean(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? cleanText(value) : value
}

/** NUL out, lone halves of pairs replaced. */
function cleanText(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed()
}
