import type { RowStore } from './store.ts'

/** Is a row still to do? All that are asked at once go in one statement. */
export function createVerifier(
  rows: Pick<RowStore<never>, 'present'>
): (id: string) => Promise<boolean> {
  type Waiting = { id: string; resolve: (is: boolean) => void; reject: (error: unknown) => void }
  let waiting: Waiting[] = []
  let isAsking = false

  const drain = async () => {
    isAsking = true
    await Promise.resolve()
    while (waiting.length > 0) {
      const asked = waiting
      waiting = []
      try {
        const present = await rows.present(asked.map(({ id }) => id))
        for (const { id, resolve } of asked) resolve(present.has(id))
      } catch (error) {
        for (const { reject } of asked) reject(error)
      }
    }
    isAsking = false
  }
  return (id) =>
    new Promise((resolve, reject) => {
      waiting.push({ id, resolve, reject })
      if (!isAsking) void drain()
    })
}
