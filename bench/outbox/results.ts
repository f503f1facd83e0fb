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

  rows(): readonly ReportRow[] {
    return [...this.#values.values()].map(({ row, values }) => ({ ...row, median: median(values) }))
  }
}
