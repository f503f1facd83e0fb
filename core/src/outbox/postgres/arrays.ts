/**
 * Arrays as PostgreSQL writes them. The driver's own way costs a regular expression per element, more than all else that is
 * done to a row. https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO
 */

/** Of numbers, or of texts that hold nothing but digits. */
export function numbers(list: readonly (number | string | null)[]): string {
  return `{${list.map((value) => value ?? 'NULL').join()}}`
}

export function texts(list: readonly (string | null)[]): string {
  return `{${list.map(quoted).join()}}`
}

function quoted(value: string | null): string {
  if (value === null) return 'NULL'
  const isPlain = !value.includes('"') && !value.includes('\\')
  return `"${isPlain ? value : value.replaceAll(/["\\]/g, '\\$&')}"`
}
