import { test } from '@japa/runner'
import type { ChannelSession } from '../channel.ts'
import { Failure, isFailure, type FailureKind } from '../failure.ts'
import { silentLogger } from '../logger.ts'
import type { OwnerState } from '../owner_state.ts'
import { virtualClock, type VirtualClock } from '../testing/virtual_clock.ts'
import { Supervisor } from './supervisor.ts'

function failure(kind: FailureKind, pauseMs?: number): Failure {
  const pause = pauseMs === undefined ? {} : { pause: { forMs: pauseMs, what: 'lane' as const } }
  return new Failure(kind, { code: 'E_TEST', reason: { ru: 'Тест.', en: 'Test.' }, ...pause })
}

type World = {
  readonly clock: VirtualClock
  readonly supervisor: Supervisor
  readonly states: OwnerState[]
  readonly gates: boolean[]
  readonly opened: { count: number; reasons: unknown[] }
  readonly lease: AbortController
  readonly living: Promise<void>
}

/** `run` of each life in turn; the last one repeats. */
function world(
  runs: readonly ((signal: AbortSignal, supervisor: () => Supervisor) => Promise<void>)[],
  more: Partial<ChannelSession> & { quietMs?: number; initial?: OwnerState } = {}
): World {
  const clock = virtualClock()
  const states: OwnerState[] = []
  const gates: boolean[] = []
  const opened = { count: 0, reasons: [] as unknown[] }
  const lease = new AbortController()
  const { quietMs, initial, ...session } = more
  const supervisor: Supervisor = new Supervisor({
    async open() {
      const run = runs[Math.min(opened.count, runs.length - 1)]
      opened.count += 1
      return {
        async run(signal) {
          signal.addEventListener('abort', () => opened.reasons.push(signal.reason))
          await run?.(signal, () => supervisor)
        },
        send: () => Promise.reject(new Error('unused')),
        ...session,
      }
    },
    quietMs: () => quietMs,
    judge: (error) => (isFailure(error) ? error : failure('transient')),
    onState: (state) => states.push(state),
    gate: (open) => gates.push(open),
    initial: initial ?? { is: 'connecting' },
    clock,
    log: silentLogger,
    random: () => 1,
  })
  return { clock, supervisor, states, gates, opened, lease, living: supervisor.live(lease.signal) }
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))

const stay = async (signal: AbortSignal, supervisor: () => Supervisor) => {
  supervisor().report('online')
  await untilAborted(signal)
}
const fail = (error: Failure) => () => Promise.reject(error)

test.group('supervisor', () => {
  test('a session that reports online opens the gate for calls', async ({ assert }) => {
    const { clock, supervisor, gates, lease, living } = world([stay])
    await clock.until(() => supervisor.state.is === 'online')
    assert.deepEqual(gates, [true])
    lease.abort('stop')
    await living
    assert.deepEqual(gates, [true, false])
  })

  test('failures are tried again after 1, 2, 4 seconds and so on to 5 minutes', async ({
    assert,
  }) => {
    const { clock, states, opened, lease, living } = world([fail(failure('transient'))])
    await clock.until(() => opened.count === 12)
    lease.abort('stop')
    await living
    const waits = states.flatMap((state) => (state.is === 'offline' ? [state] : []))
    const at = waits.map(({ retryAt }) => retryAt)
    const spans = at.slice(1).map((later, place) => later - (at[place] ?? 0))
    assert.deepEqual(spans.slice(0, 4), [2000, 4000, 8000, 16_000])
    assert.equal(spans.at(-1), 300_000)
  })

  test('after two healthy minutes the backoff begins anew', async ({ assert }) => {
    const healthy = async (_signal: AbortSignal, supervisor: () => Supervisor) => {
      supervisor().report('online')
      await clock.sleep(3 * 60_000)
      throw failure('transient')
    }
    const bad = fail(failure('transient'))
    const made = world([bad, bad, bad, bad, healthy])
    const { clock, states, opened, lease } = made
    await clock.until(() => opened.count === 6)
    const last = states.findLast((state) => state.is === 'offline')
    assert.isAtMost((last?.retryAt ?? Infinity) - clock.now(), 1000)
    lease.abort('stop')
    await clock.advance(10 * 60_000)
    await made.living
  })

  test('a pause that the platform asks for is not cut short', async ({ assert }) => {
    const { clock, opened, lease, living } = world([fail(failure('transient', 40_000)), stay])
    await clock.advance(39_000)
    assert.equal(opened.count, 1)
    await clock.advance(2000)
    assert.equal(opened.count, 2)
    lease.abort('stop')
    await living
  })

  test('a lost login waits for a person, and goes on when woken', async ({ assert }) => {
    const { clock, supervisor, opened, lease, living } = world([
      fail(failure('unauthorized')),
      stay,
    ])
    await clock.until(() => supervisor.state.is === 'needs_login')
    await clock.advance(60 * 60_000)
    assert.equal(opened.count, 1)
    supervisor.restart()
    await clock.until(() => supervisor.state.is === 'online')
    lease.abort('stop')
    await living
  })

  test('a failure nobody can wait out stops the account, also across restarts', async ({
    assert,
  }) => {
    const first = world([fail(failure('rejected'))])
    await first.clock.until(() => first.supervisor.state.is === 'stopped')
    first.lease.abort('stop')
    await first.living
    const second = world([stay], { initial: first.supervisor.state })
    await second.clock.advance(60_000)
    assert.equal(second.opened.count, 0)
    second.lease.abort('stop')
    await second.living
  })

  test('a session that does not answer a probe is deaf and starts anew (CH-14)', async ({
    assert,
  }) => {
    const { clock, opened, supervisor, lease, living } = world([stay], {
      quietMs: 60_000,
      probe: () => (opened.count === 1 ? new Promise(() => {}) : Promise.resolve()),
    })
    await clock.advance(60_000)
    assert.equal(opened.count, 1)
    await clock.until(() => opened.count === 2, 40_000)
    assert.deepEqual(opened.reasons, ['deaf'])
    await clock.until(() => supervisor.state.is === 'online')
    lease.abort('stop')
    await living
  })

  test('traffic spares the probe', async ({ assert }) => {
    let probes = 0
    const { clock, supervisor, lease, living } = world([stay], {
      quietMs: 60_000,
      async probe() {
        probes += 1
      },
    })
    for (let minute = 0; minute < 5; minute += 1) {
      await clock.advance(50_000)
      supervisor.traffic()
    }
    assert.equal(probes, 0)
    await clock.advance(61_000)
    assert.equal(probes, 1)
    lease.abort('stop')
    await living
  })

  test('a call that finds the login lost ends the session', async ({ assert }) => {
    const { clock, supervisor, lease, living } = world([stay])
    await clock.until(() => supervisor.state.is === 'online')
    supervisor.callFailed(failure('unauthorized'))
    await clock.until(() => supervisor.state.is === 'needs_login')
    assert.isUndefined(supervisor.session)
    lease.abort('stop')
    await living
  })

  test('a gate that a call closed opens again while the session stays online', async ({
    assert,
  }) => {
    const { clock, supervisor, gates, lease, living } = world([stay])
    await clock.until(() => supervisor.state.is === 'online')
    supervisor.callFailed(failure('disconnected'))
    await clock.advance(6000)
    assert.deepEqual(gates, [true, true])
    lease.abort('stop')
    await living
  })

  test('the end of the lease reaches the session with its reason', async ({ assert }) => {
    const { clock, supervisor, opened, lease, living } = world([stay])
    await clock.until(() => supervisor.state.is === 'online')
    lease.abort('lease_lost')
    await living
    assert.deepEqual(opened.reasons, ['lease_lost'])
  })

  test('a session that swallows the abort holds nobody for ever', async ({ assert }) => {
    const { clock, supervisor, lease, living } = world([
      (_signal, self) => {
        self().report('online')
        return new Promise(() => {})
      },
    ])
    await clock.until(() => supervisor.state.is === 'online')
    lease.abort('stop')
    let closed = false
    void living.then(() => (closed = true))
    await clock.until(() => closed, 11_000)
    assert.isTrue(closed)
  })
})
