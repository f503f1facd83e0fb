import { inspect } from 'node:util'
import type { Logger } from '../logger.ts'

/** Keeps every line with all its fields, errors and causes included, to look for what must not be there. */
export function recordingLogger(): Logger & { readonly lines: readonly string[] } {
  const lines: string[] = []
  const write = (fields: object, message: string) => {
    lines.push(`${message} ${inspect(fields, { depth: 10, maxStringLength: null })}`)
  }
  return { lines, debug: write, info: write, warn: write, error: write }
}
