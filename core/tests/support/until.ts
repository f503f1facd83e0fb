import { setTimeout as sleep } from 'node:timers/promises'

/** Waits for a condition, in real time; throws when it doesn't hold in time. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  withinMs = 15_000
): Promise<void> {
  const deadline = Date.now() + withinMs
  while (!(await condition())) {
    if (Date.now() > deadline)
      throw new Error(`did not hold within ${withinMs} ms: ${condition.toString()}`)
    await sleep(5)
  }
}
