/** Waits for a condition, never for a duration. */
export async function until<T>(
  condition: () => Promise<T | false | undefined> | T | false | undefined,
  what: string,
  withinMs = 20_000
): Promise<T> {
  const endsAt = Date.now() + withinMs
  let last: unknown
  for (;;) {
    try {
      const result = await condition()
      if (result !== false && result !== undefined) return result
    } catch (error) {
      last = error
    }
    if (Date.now() > endsAt)
      throw new Error(`Waited ${String(withinMs / 1000)} s in vain: ${what}`, { cause: last })
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
