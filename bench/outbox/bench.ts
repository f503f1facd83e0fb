/** What a case needs: where it runs, how often, and where its numbers go. */
import { titles, type ContenderName } from './contenders/index.ts'
import type { Ground } from './ground.ts'
import type { Results } from './results.ts'

export type Bench = {
  readonly ground: Ground
  readonly results: Results
  readonly rounds: number
  /** Small and short, for trying. */
  readonly isQuick: boolean
  /** Systems left out by SYSTEMS, or because they can't be had. */
  has(system: ContenderName): boolean
  /** Ctrl-C: nothing more is begun. */
  isInterrupted(): boolean
  say(line: string): void
  /** Goes on without it; the bench ends with an error in the end. */
  fail(line: string): void
}

export type Case = {
  readonly name: string
  run(bench: Bench): Promise<void>
}

export const nameOf = (system: ContenderName): string => titles[system]

/** Where one round takes a quarter of an hour. */
export const fewer = (rounds: number): number => Math.ceil(rounds / 3)

/** Systems in turn, round by round, so that a noisy minute hits all of them. A system that fails is left out from then on. */
export async function alternate(
  bench: Bench,
  rounds: number,
  turns: readonly { readonly system: ContenderName; run(round: number): Promise<void> }[]
): Promise<void> {
  const failed = new Set<unknown>()
  for (let round = 0; round < rounds; round++) {
    for (const turn of turns) {
      if (bench.isInterrupted()) return
      if (failed.has(turn) || !bench.has(turn.system)) continue
      try {
        await turn.run(round)
      } catch (error) {
        if (bench.isInterrupted()) return
        failed.add(turn)
        bench.fail(`${nameOf(turn.system)}: ${(error as Error).message}`)
      }
    }
  }
}
