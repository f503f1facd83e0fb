/** What the command line and the environment say. */
import type { Size } from './fill.ts'

/** --small: 20,000 dialogs instead of 200,000, for trying; judges nothing that needs the full size. */
export const isSmall: boolean = process.argv.includes('--small')
/** ROUNDS=n of each case. */
export const rounds: number = Number(process.env.ROUNDS ?? (isSmall ? 2 : 3))
/** Requests of a case in a round. */
export const requests: number = isSmall ? 20 : 40
/** ONLY=<regex>: of `requests`, `fan-out` and `peer`. */
export const only: RegExp = new RegExp(process.env.ONLY ?? '')

export const little: Size = { dialogs: 2000, messages: 50_000 }
export const large: Size = isSmall
  ? { dialogs: 20_000, messages: 500_000 }
  : { dialogs: 200_000, messages: 5_000_000 }
/** Before the current month. */
export const months = 5

/** How long messages come in for each number of watchers, and how many of them per second. */
export const fanOut = { forMs: isSmall ? 10_000 : 30_000, perSecond: 20, watchers: [1, 10, 50] }
