import type { AccountId } from '../ids.ts'
import type { Json } from '../json.ts'
import type { Word, WordStore } from '../outbox/store.ts'

/** notify and watch, per account and across nodes. Lossy: the reader asks by key for what it missed. */
export interface Topics {
  tell(topic: string, word?: Json): void
  on(topic: string, listener: (word: Json | undefined) => void): () => void
  /** Subscribes at the call; ends when the signal aborts. */
  watch(topic: string, signal: AbortSignal): AsyncIterable<Json | undefined>
  close(): void
}

/** Of a plugin's own, within its account. */
export const accountTopic = (account: AccountId, topic: string): string => `${account}/${topic}`
/** Between the nodes' hubs: no plugin's topic begins so, since an account's id stands before it. */
export const hubTopic = (about: 'typing' | 'online' | 'wake' | 'instance', id: string): string =>
  `$${about}/${id}`

const maxWordBytes = 4096
const maxWaiting = 100

export function createTopics(words: WordStore): Topics {
  const listeners = new Map<string, Set<(word: Json | undefined) => void>>()
  const stop = words.hear((word: Word) => {
    if (word.about !== 'topic') return
    for (const listener of listeners.get(word.topic) ?? []) listener(word.word)
  })
  const on: Topics['on'] = (topic, listener) => {
    const set = listeners.get(topic) ?? new Set()
    listeners.set(topic, set.add(listener))
    return () => {
      set.delete(listener)
      if (set.size === 0) listeners.delete(topic)
    }
  }
  return {
    on,
    tell(topic, word) {
      const fits = word !== undefined && Buffer.byteLength(JSON.stringify(word)) <= maxWordBytes
      words.tell([{ about: 'topic', topic, ...(fits ? { word } : {}) }])
    },
    watch: (topic, signal) => watching(topic, signal, on),
    close: stop,
  }
}

/** The oldest words are dropped when the reader is slow. */
function watching(
  topic: string,
  signal: AbortSignal,
  on: Topics['on']
): AsyncIterable<Json | undefined> {
  const waiting: (Json | undefined)[] = []
  let wake = () => {}
  const off = on(topic, (word) => {
    if (waiting.push(word) > maxWaiting) waiting.shift()
    wake()
  })
  const onAbort = () => {
    off()
    wake()
  }
  if (signal.aborted) off()
  else signal.addEventListener('abort', onAbort, { once: true })
  return {
    async *[Symbol.asyncIterator]() {
      try {
        while (!signal.aborted) {
          if (waiting.length > 0) yield waiting.shift()
          else await new Promise<void>((resolve) => (wake = resolve))
        }
      } finally {
        off()
        signal.removeEventListener('abort', onAbort)
      }
    },
  }
}
