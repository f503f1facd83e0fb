import type { OutboxRow, OwnerNo, Word } from './store.ts'

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

/** What an enqueue says: owners that have something to do now, and the earliest date of what has to wait for one. */
export function wordsAbout(made: readonly OutboxRow[]): readonly Word[] {
  const owners = new Set<OwnerNo>()
  let at = Infinity
  for (const { owner, notBefore = 0, createdAt } of made)
    if (notBefore > createdAt) at = Math.min(at, notBefore)
    else owners.add(owner)
  const words: Word[] = []
  if (owners.size > 0) words.push({ about: 'rows', owners: [...owners] })
  if (at < Infinity) words.push({ about: 'later', at })
  return words
}
