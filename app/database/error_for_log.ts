type Told = {
  readonly type: string
  readonly message: string
  readonly stack?: string | undefined
  readonly code?: string
  readonly cause?: Told
}

const deepest = 5

/**
 * An error as the log gets it: what it is and where, and nothing else that hangs on it. PostgreSQL's errors carry the whole
 * row that didn't fit, and with it what clients wrote.
 */
export function errorForLog(error: unknown, depth = 0): Told {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an error' }
  const { code } = error as { readonly code?: unknown }
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...(typeof code === 'string' ? { code } : {}),
    ...(error.cause === undefined || depth >= deepest
      ? {}
      : { cause: errorForLog(error.cause, depth + 1) }),
  }
}
