import type { Word } from './store.ts'

export interface Listeners {
  hear(listener: (word: Word) => void): () => void
  tell(word: Word): void
  readonly count: number
}

/** Who in this process hears words. A listener that throws keeps no other from hearing. */
export function createListeners(): Listeners {
  const listeners = new Set<(word: Word) => void>()
  return {
    hear: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    tell: (word) => {
      for (const listener of [...listeners]) {
        try {
          listener(word)
        } catch {
          // Words are lossy; whoever missed one finds out by the slow look.
        }
      }
    },
    get count() {
      return listeners.size
    },
  }
}
