import type { Pause } from '@svyaz/core'
import { nameOf, type Message } from './message.ts'
import { lotOf } from './random.ts'

/** What goes wrong with a message the first time it is tried, on purpose. */
export type Flaw =
  | { readonly what: 'busy' }
  | { readonly what: 'too_fast'; readonly pause: Pause }
  /** Taken, and the answer is lost. */
  | { readonly what: 'hang_up' }
  /** Fails before anything leaves the worker. */
  | { readonly what: 'stumble' }

/** About one message in twenty. */
export function flawOf(seed: number, message: Message): Flaw | undefined {
  const lot = lotOf(seed, nameOf(message))
  if (lot < 10) return { what: 'busy' }
  if (lot < 20) return { what: 'too_fast', pause: { forMs: 200, what: 'key' } }
  if (lot < 25) return { what: 'too_fast', pause: { forMs: 300, what: 'lane' } }
  if (lot < 37) return { what: 'hang_up' }
  if (lot < 47) return { what: 'stumble' }
  return undefined
}
