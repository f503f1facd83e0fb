/** What the queue page gets. Times are epoch milliseconds. */
import type { FailureData, Pacing, Priority, Waiting } from '@svyaz/core'

/** Stopped by a person; without an end until somebody goes on. */
export type PausedView = { readonly until: number | null }

/** Messages to people who never wrote, today by the company's clock. `cap` null: as many as one likes. */
export type ContactsView = { readonly today: number; readonly cap: number | null }

export type BatchView = {
  readonly batch: string
  readonly waiting: number
  readonly paused: PausedView | null
}

/** One stream of calls with a pace of its own: messages, files, everything else. */
export type LaneCard = {
  readonly lane: string
  readonly waiting: Waiting
  readonly later: number
  readonly failed: number
  readonly uncertain: number
  readonly oldestAt: number | null
  /** null: nothing waits, or it is stopped without an end. */
  readonly nextAt: number | null
  readonly paused: PausedView | null
  readonly restsUntil: number | null
  readonly pacing: Pacing
  readonly contacts: ContactsView
  readonly batches: readonly BatchView[]
}

export type RowKind = 'message' | 'change' | 'file' | 'read' | 'other'

/** Whose dialog a row is about; null for what belongs to none, or is gone. */
export type RowPlace = {
  readonly message: string
  readonly dialog: string
  readonly title: string
} | null

export type WaitingView = {
  readonly id: string
  readonly kind: RowKind
  readonly priority: Priority
  readonly attempt: number
  readonly enqueuedAt: number
  /** A date that hasn't come, or the next try. */
  readonly notBefore: number | null
  /** Under way: it can't be taken back any more. */
  readonly begunAt: number | null
  readonly nextAt: number | null
  readonly place: RowPlace
}

export type EndedView = {
  readonly id: string
  readonly kind: RowKind
  readonly state: 'failed' | 'uncertain'
  readonly failure: Pick<FailureData, 'code' | 'reason'> | null
  readonly endedAt: number
  readonly place: RowPlace
}

export type QueuePart<Row> = {
  readonly data: readonly Row[]
  readonly more: boolean
  /** How many stand before the first one: the page was opened at a message further behind. */
  readonly skipped: number
}

/** GET /accounts/:id/queue/state?rows=&ended=&message=: everything that moves. */
export type QueueView = {
  /** The server's clock, which the times are by. */
  readonly now: number
  /** Above it nobody counts. */
  readonly counted: number
  /** The whole queue was stopped by a person. */
  readonly stopped: boolean
  readonly lanes: readonly LaneCard[]
  readonly rows: QueuePart<WaitingView>
  readonly ended: QueuePart<EndedView>
}

/** Page `accounts/queue`. `highlighted`: the message whose place was asked for. */
export type QueueProps = {
  readonly account: { readonly id: string; readonly name: string }
  readonly queue: QueueView
  readonly highlighted: string | null
}

/** POST /accounts/:id/queue/cancel. Rows, as they were chosen. */
export type CancelView = {
  readonly cancelled: number
  readonly underWay: number
  /** They had ended before. */
  readonly gone: number
}

/** POST /accounts/:id/queue/retry-all. `more`: to be asked once more. */
export type RetryView = {
  readonly retried: number
  readonly refused: number
  readonly more: boolean
}

/** Why a message of ours hasn't gone out yet. */
export type WaitReason = 'pace' | 'stopped' | 'rest' | 'cap' | 'never_first' | 'account'

/** GET /inbox/waiting?messages=: of those that still wait. */
export type SendTime = {
  readonly message: string
  readonly why: WaitReason
  /** When it goes, about; null: nobody can say. */
  readonly nextAt: number | null
  /** `rest`: until when. */
  readonly until: number | null
  /** `cap`: how many new people a day. */
  readonly cap: number | null
}
