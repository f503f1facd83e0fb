/** The limit of waiting: as many loops as calls at once, each one timer after the other, and nothing else. */
import type { Contender } from '../contender.ts'

export const timer: Contender = {
  warmUp: 1_000,
  prepare: async () => {},
  enqueuer: async () => ({
    one: async () => {},
    batch: async () => {},
    close: async () => {},
  }),
  work: async (_place, { messages, atOnce = 1 }, handle) => {
    let next = 0
    const loop = async () => {
      while (next < messages) await handle(next++)
    }
    for (let loops = 0; loops < atOnce; loops++) void loop()
    return { stop: async () => {} }
  },
  emptiness: async () => ({ isEmpty: async () => true, close: async () => {} }),
}
