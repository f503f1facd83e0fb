import type { Observed } from './chaos.ts'
import type { Verdict } from './checker.ts'
import type { Fenced } from './fences.ts'
import type { Pace } from './pace.ts'

/** Counts as lines of a table, for whoever reads the run. */
export function print(title: string, counts: { readonly [what: string]: number | string }): void {
  const width = Math.max(...Object.keys(counts).map(({ length }) => length))
  console.log(`  ${title}`)
  for (const [what, count] of Object.entries(counts))
    console.log(`    ${what.padEnd(width)}  ${String(count)}`)
}

export type Judged = {
  readonly observed: Observed
  readonly fenced: Fenced
  readonly verdict: Verdict
  readonly paces: readonly Pace[]
}

export function printChaos(title: string, { observed, fenced, verdict, paces }: Judged): void {
  const { records, outages, decided, ends, lookups, enqueued } = observed
  const hit = (how: string) => outages.filter((outage) => outage.how === how).length
  const unmarked = fenced.unfenced.filter(({ mode }) => mode === 'free').length
  const [worst] = paces
  print(`${title}, ${observed.seconds.toFixed(0)} s`, {
    'shown': verdict.shown,
    'lost': verdict.lost.length,
    'doubled': verdict.doubled.length,
    'out of order': verdict.disordered.length,
    'before their date': verdict.early.length,
    'ahead of their pace at most, ms': `${String(worst?.aheadMs)} of ${String(paces.length)} lanes (${worst?.lane ?? ''})`,
    'lanes ahead by more than 20 ms': paces.filter(({ aheadMs }) => aheadMs > 20).length,
    'kills, stops, restarts': `${String(hit('killed'))}, ${String(hit('stopped'))}, ${String(observed.restarts)}`,
    'repeats that the sink dropped': records.filter(({ answer }) => answer === 'repeat').length,
    'refused by the sink': records.filter(({ answer }) => answer === 'refused').length,
    'settled by looking': `${String(lookups.found)} found, ${String(lookups.missing)} sent again`,
    'settled by a person': `${String(decided.wasSent)} was sent, ${String(decided.sentAgain.size)} sent again`,
    'ended uncertain': ends.uncertain,
    'on the wire only after the lease': fenced.late.size,
    'doubled by those': verdict.doubledLate.length,
    'begun after the lease': fenced.unfenced.length - unmarked,
    'the same of steps without begin()': unmarked,
    'batches': Object.entries(enqueued)
      .map(([what, count]) => `${String(count)} ${what}`)
      .join(', '),
  })
  for (const [line, times] of observed.said) console.log(`    ${String(times)} × ${line}`)
}
