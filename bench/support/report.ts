import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'

export type ReportRow = {
  readonly system: string
  readonly case: string
  readonly median: number
  readonly unit: string
  /** What each round gave. */
  readonly values?: readonly number[]
  /** Against ours in the same case. */
  readonly toOurs?: number
}
export type Aim = {
  readonly name: string
  readonly aim: string
  readonly measured: number
  readonly met: boolean
}

/** A table for people. */
export function print(rows: readonly ReportRow[], aims: readonly Aim[]): void {
  const system = Math.max(28, ...rows.map((row) => row.system.length))
  const what = Math.max(30, ...rows.map((row) => row.case.length))
  for (const row of rows)
    console.log(
      `${row.system.padEnd(system)} ${row.case.padEnd(what)} ${row.median.toFixed(2).padStart(12)} ${row.unit}${row.toOurs === undefined ? '' : `, ${row.toOurs.toFixed(3)} × ours`}`
    )
  for (const { name, aim, measured, met } of aims)
    console.log(`${met ? 'met   ' : 'MISSED'} ${name}: aim ${aim}, measured ${measured.toFixed(2)}`)
}

/** The table, and `bench/results/<name>.json`. */
export function report(
  name: string,
  rows: readonly ReportRow[],
  aims: readonly Aim[],
  notes?: readonly string[]
): void {
  print(rows, aims)
  const folder = join(import.meta.dirname, '..', 'results')
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, `${name}.json`),
    `${JSON.stringify({ name, machine: machine(), notes, rows, aims }, undefined, 2)}\n`
  )
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

function machine(): object {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  return {
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    commit,
  }
}
