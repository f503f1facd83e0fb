/** The statements that requests send, as the database itself timed and planned them: by auto_explain, from its log. */
import { open, stat } from 'node:fs/promises'
import { connect } from './ground.ts'

type Plan = {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Actual Rows'?: number
  readonly 'Rows Removed by Filter'?: number
  readonly 'Plans'?: readonly Plan[]
}
export type Statement = { readonly text: string; readonly ms: number; readonly plan: Plan }

const settings = {
  'session_preload_libraries': 'auto_explain',
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_analyze': 'on',
  // A clock around every row would be most of what it shows.
  'auto_explain.log_timing': 'off',
  'auto_explain.log_format': 'json',
}

/** Holds for who connects from now on. */
export async function explainAll(url: string, name: string): Promise<void> {
  const client = await connect(url)
  for (const [setting, value] of Object.entries(settings))
    await client.query(`alter database ${name} set ${setting} = '${value}'`)
  await client.end()
}

/** The end of that. */
export async function explainNothing(url: string, name: string): Promise<void> {
  const client = await connect(url)
  await client.query(`alter database ${name} reset all`)
  await client.end()
}

export async function endOf(log: string): Promise<number> {
  return (await stat(log)).size
}

/** Everything that was explained after this place in the log. */
export async function explained(log: string, from: number): Promise<readonly Statement[]> {
  const file = await open(log)
  const { size } = await file.stat()
  const bytes = Buffer.alloc(size - from)
  await file.read(bytes, 0, bytes.length, from)
  await file.close()
  const found: Statement[] = []
  for (const entry of bytes.toString().split(/^(?=\S)/m)) {
    const [, ms, json] = /LOG: {2}duration: ([\d.]+) ms {2}plan:\n(.*)$/s.exec(entry) ?? []
    if (ms === undefined || json === undefined) continue
    const { 'Query Text': text, 'Plan': plan } = JSON.parse(json) as {
      'Query Text': string
      'Plan': Plan
    }
    found.push({ text, ms: Number(ms), plan })
  }
  return found
}

/** Tables of this name that were read as a whole and weren't empty. */
export function readWhole(plan: Plan, tables: RegExp): readonly string[] {
  const name = plan['Relation Name'] ?? ''
  const rows = (plan['Actual Rows'] ?? 0) + (plan['Rows Removed by Filter'] ?? 0)
  const here = plan['Node Type'] === 'Seq Scan' && tables.test(name) && rows > 0 ? [name] : []
  return [...here, ...(plan.Plans ?? []).flatMap((each) => readWhole(each, tables))]
}
