/** The connection that waits for letters: idles on the inbox, reads at each alarm, proves itself alive. */
import type { ImapFlow } from 'imapflow'
import { Failure, isFailure } from '@svyaz/core'
import type { ChannelContext, InboundEvent, Outcome } from '@svyaz/core'
import { lostConnection, toFailure } from '../failures.ts'
import type { Settings } from '../settings.ts'

/** IDLE is an alarm clock that may fail silently: the folder is looked at this often anyway. */
const lookAgainMs = 60_000
const mostPatienceMs = 15_000

export type InboxWork = {
  /** Reads what is new. */
  read(client: ImapFlow): Promise<void>
  /** Between readings; the connection is free. */
  between(client: ImapFlow): Promise<void>
  onReady(): void
  /** A reading that began then has ended. `readAgain` wakes the next one. */
  onRead(startedAt: number, readAgain: () => void): void
}

/** Resolves never: rejects when the connection is lost or the signal aborts. */
export async function watchInbox(
  client: ImapFlow,
  work: InboxWork,
  clock: ChannelContext<Settings>['clock'],
  signal: AbortSignal
): Promise<void> {
  const alarm = new Alarm()
  client.on('exists', () => alarm.ring())
  const closed = new Promise<never>((_resolve, reject) => {
    client.once('close', () => reject(lostConnection(undefined)))
  })
  closed.catch(() => {})
  await Promise.race([client.mailboxOpen('INBOX'), closed])
  for (let first = true; ; first = false) {
    alarm.reset()
    const startedAt = clock.now()
    await Promise.race([work.read(client), closed])
    work.onRead(startedAt, () => alarm.ring())
    if (first) work.onReady()
    await Promise.race([work.between(client), closed])
    // Broken by the next command; a false answer means that the connection has gone, and `close` says so.
    void client.idle().catch(() => {})
    const waiting = new AbortController()
    const pause = clock
      .sleep(lookAgainMs, AbortSignal.any([signal, waiting.signal]))
      .catch(() => {})
    await Promise.race([alarm.rung, pause, closed]).finally(() => waiting.abort())
    signal.throwIfAborted()
  }
}

/** Many rings while one reading runs are one reading more. */
class Alarm {
  rung: Promise<void> = Promise.resolve()
  ring: () => void = () => {}

  constructor() {
    this.reset()
  }

  reset(): void {
    this.rung = new Promise((resolve) => {
      this.ring = resolve
    })
  }
}

/** While the database is away nothing is read on, and the connection is kept. */
export function patientReceive(
  ctx: Pick<ChannelContext<Settings>, 'receive' | 'clock' | 'log' | 'account'>,
  signal: AbortSignal
): (events: readonly InboundEvent[], also: Outcome) => Promise<void> {
  return async (events, also) => {
    for (let wait = 500; ; wait = Math.min(wait * 2, mostPatienceMs)) {
      try {
        await ctx.receive(events, also)
        return
      } catch (error) {
        if (!isFailure(error) || error.kind !== 'transient' || error.code === 'E_LEASE_LOST')
          throw error
        ctx.log.warn({ account: ctx.account.id, code: error.code }, 'letters wait for the store')
        await ctx.clock.sleep(wait, signal)
      }
    }
  }
}

/** NOOP goes to the server and back, and brings what IDLE may have missed. */
export async function proveAlive(client: ImapFlow | undefined): Promise<void> {
  if (client === undefined) {
    throw new Failure('disconnected', {
      code: 'E_EMAIL_NOT_CONNECTED',
      reason: {
        ru: 'Ящик сейчас не подключён. Соединение восстанавливается.',
        en: 'The mailbox is not connected at the moment. The connection is being restored.',
      },
    })
  }
  try {
    await client.noop()
  } catch (error) {
    throw toFailure(error) ?? lostConnection(error)
  }
}
