/** Login flows played by hand, screen by screen. */
import { silentLogger, systemClock } from '@svyaz/core'
import type { Answer, Flow, FlowContext, FlowDone, Screen } from '@svyaz/core'
import type { Dns } from '../../src/login/guess.ts'
import type { Settings } from '../../src/settings.ts'
import { memoryMedia } from './context.ts'

export type FormScreen = Extract<Screen, { show: 'form' }>

/** No names are asked for in tests. */
export const noDns: Dns = {
  resolveMx: () => Promise.reject(new Error('offline')),
  resolveSrv: () => Promise.reject(new Error('offline')),
}

export function flowContext(
  more: Partial<FlowContext<Settings>> = {}
): FlowContext<Settings> & { told: Screen[] } {
  const told: Screen[] = []
  return {
    settings: {},
    returnTo: { url: new URL('https://svyaz.test/oauth'), state: 'state-1' },
    fetch: globalThis.fetch,
    lookup: async (host) => (host === 'localhost' ? '127.0.0.1' : host),
    media: memoryMedia(),
    clock: systemClock,
    log: silentLogger,
    signal: AbortSignal.timeout(30_000),
    tell: (screen) => told.push(screen),
    told,
    ...more,
  }
}

/** Plays a person: one answer per screen. */
export async function play(
  flow: Flow<Settings>,
  ctx: FlowContext<Settings>,
  answers: readonly Answer[]
): Promise<{ screens: Screen[]; done?: FlowDone<Settings> }> {
  const steps = flow.start(ctx)
  const screens: Screen[] = []
  let step = await steps.next()
  for (const answer of answers) {
    if (step.done === true) break
    screens.push(step.value)
    step = await steps.next(answer)
  }
  if (step.done === true) return { screens, done: step.value }
  screens.push(step.value)
  await steps.return({ identity: { key: '', title: '' } })
  return { screens }
}

export function lastForm(screens: readonly Screen[]): FormScreen {
  const last = screens.at(-1)
  if (last?.show !== 'form') throw new Error(`not a form: ${last?.show ?? 'nothing'}`)
  return last
}
