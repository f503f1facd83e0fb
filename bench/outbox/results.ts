import { titles } from './contenders/index.ts'
import { median, type ReportRow } from '../support/report.ts'

/** What was measured, by case and system, in the order of the first round. */
export class Results {
  readonly #values = new Map<string, { row: Omit<ReportRow, 'median'>; values: number[] }>()

  add(system: string, what: string, unit: string, value: number): void {
    const key = `${what}\0${system}\0${unit}`
    const known = this.#values.get(key) ?? { row: { system, case: what, unit }, values: [] }
    known.values.push(value)
    this.#values.set(key, known)
  }

  /** undefined: wasn't measured. */
  of(system: string, what: string): number | undefined {
    for (const { row, values } of this.#values.values())
      if (row.system === system && row.case === what) return median(values)
    return undefined
  }

  /** Case by case. */
  rows(): readonly ReportRow[] {
    const measured = [...this.#values.values()].map(({ row, values }) => {
      const ours = row.system === titles.ours ? undefined : this.of(titles.ours, row.case)
      const toOurs = ours ? { toOurs: median(values) / ours } : {}
      return { ...row, median: median(values), values, ...toOurs }
    })
    const cases = [...new Set(measured.map((row) => row.case))]
    return cases.flatMap((what) => measured.filter((row) => row.case === what))
  }
}
