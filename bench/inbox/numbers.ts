/** What was measured, by world and case. */
import type { ReportRow } from '../support/report.ts'
import { percentile } from './percentiles.ts'

type Series = { readonly system: string; readonly what: string; readonly values: number[] }

export class Numbers {
  readonly #series = new Map<string, Series>()
  readonly #rows: ReportRow[] = []

  add(system: string, what: string, ...values: readonly number[]): void {
    const key = `${system}\0${what}`
    const series = this.#series.get(key) ?? { system, what, values: [] }
    series.values.push(...values)
    this.#series.set(key, series)
  }

  /** Something that is one number. */
  note(system: string, what: string, value: number, unit: string): void {
    this.#rows.push({ system, case: what, median: value, unit })
  }

  noted(system: string, what: string): number | undefined {
    return this.#rows.find((row) => row.system === system && row.case === what)?.median
  }

  /** undefined: wasn't measured. */
  of(system: string, what: string, share: number): number | undefined {
    const series = this.#series.get(`${system}\0${what}`)
    return series && percentile(series.values, share)
  }

  /** In milliseconds; the median, and the 95th percentile. */
  rows(): readonly ReportRow[] {
    const series = [...this.#series.values()].flatMap(({ system, what, values }) => [
      { system, case: `${what}, p50`, median: percentile(values, 0.5), unit: 'ms' },
      { system, case: `${what}, p95`, median: percentile(values, 0.95), unit: 'ms' },
    ])
    return [...series, ...this.#rows]
  }
}
