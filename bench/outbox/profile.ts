/** PROFILE=1: a CPU profile of the measured part alone, without the warm-up, as `--cpu-prof` writes it. */
import { mkdir, writeFile } from 'node:fs/promises'
import { Session, type Profiler } from 'node:inspector/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const top = 30

export async function startProfile(): Promise<{ stop(): Promise<void> } | undefined> {
  if (!process.env.BENCH_PROFILE) return undefined
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.setSamplingInterval', { interval: 200 })
  await session.post('Profiler.start')
  return {
    stop: async () => {
      const { profile } = await session.post('Profiler.stop')
      session.disconnect()
      const folder = process.env.PROFILE_DIR ?? join(tmpdir(), 'svyaz-bench-profiles')
      await mkdir(folder, { recursive: true })
      const path = join(folder, `outbox-${String(process.pid)}-${String(Date.now())}.cpuprofile`)
      await writeFile(path, JSON.stringify(profile))
      console.log(`${summaryOf(profile)}\nprofile: ${path}`)
    },
  }
}

/** Self time by function, the dearest first. */
function summaryOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): string {
  const nameOf = new Map(
    nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => [
      id,
      `${functionName || '(anonymous)'} ${url.split('/').slice(-3).join('/')}:${String(lineNumber + 1)}`,
    ])
  )
  const micros = new Map<string, number>()
  samples.forEach((id, index) => {
    const name = nameOf.get(id) ?? ''
    micros.set(name, (micros.get(name) ?? 0) + (timeDeltas[index] ?? 0))
  })
  return [...micros]
    .sort(([, a], [, b]) => b - a)
    .slice(0, top)
    .map(([name, spent]) => `${(spent / 1000).toFixed(1).padStart(9)} ms  ${name}`)
    .join('\n')
}
