import type { Load, Message } from './contender.ts'

const bytes = 500
const padding = 'x'.repeat(bytes)

/** 500 bytes as JSON. */
export function messageOf(n: number): Message {
  const around = `{"n":${String(n)},"text":""}`.length
  return { n, text: padding.slice(around) }
}

export const textOf = (n: number): string => JSON.stringify(messageOf(n))

/** Message n of a load: owners in turn, and the dialogs of one owner in turn. */
export const ownerOf = (n: number, { owners }: Load): number => n % owners
export const keyOf = (n: number, { owners, keys }: Load): number => Math.floor(n / owners) % keys

/**
 * A load in batches of one owner each, owners in turn, so that neighbours in the table belong to different owners as far
 * as a batch allows.
 */
export function* batchesOf(load: Load): Generator<readonly number[]> {
  const perOwner = Math.ceil(load.messages / load.owners)
  const size = load.owners === 1 ? 1000 : Math.min(Math.max(Math.ceil(perOwner / 50), 4), 20)
  for (let from = 0; from < perOwner; from += size) {
    for (let owner = 0; owner < load.owners; owner++) {
      const numbers = range(from, Math.min(from + size, perOwner))
        .map((turn) => turn * load.owners + owner)
        .filter((n) => n < load.messages)
      if (numbers.length > 0) yield numbers
    }
  }
}

export const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(to - from, 0) }, (_, index) => from + index)
