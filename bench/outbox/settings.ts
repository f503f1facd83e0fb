/** What the environment says. PROFILE=1: see `profile.ts`. */
const { env } = process

/** QUICK=1: small and short, for trying; numbers mean little. */
export const isQuick: boolean = Boolean(env.QUICK)
/** FULL=0 leaves out the million; so does QUICK=1, unless FULL=1. */
export const isFull: boolean = env.FULL === undefined ? !isQuick : env.FULL !== '0'
/** ROUNDS=n of each case. */
export const rounds: number = Number(env.ROUNDS ?? (isQuick ? 1 : 5))
/** ONLY=<regex of case names>. */
export const only: RegExp = new RegExp(env.ONLY ?? '')
/** SYSTEMS=<regex of file names of contenders>, such as `ours|graphile$`. */
export const systems: RegExp = new RegExp(env.SYSTEMS ?? '')
