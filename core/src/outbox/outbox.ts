import type { FailureData } from '../failure.ts'
import type { CompanyId } from '../ids.ts'
import type { Json } from '../json.ts'
import type { SendResult } from '../outgoing.ts'
import type { Planned } from '../step.ts'
import type { RowOwner } from './store.ts'

/** A row as embedders see it. */
export type Row = {
  readonly id: string
  readonly callId: string
  readonly company: CompanyId
  readonly owner: RowOwner
  readonly step: string
  readonly key: string
  readonly input: Json
  readonly batch?: string
}

/** How a call ended, or where it waits. `onEnds` gets them in the transaction that makes them true. */
export type CallEnd = { readonly row: Row } & (
  | { readonly end: 'done'; readonly sent?: SendResult; readonly result?: Json }
  | { readonly end: 'failed' | 'uncertain'; readonly failure: FailureData }
  | { readonly end: 'waiting'; readonly failure: FailureData; readonly nextAt?: number }
  | { readonly end: 'cancelled' }
)

/** What a person says of a call nobody can settle. */
export type Decision = 'was_sent' | 'send_again' | 'give_up'

export interface Outbox<Tx> {
  /** Of the app's own work. Ids in the order given. */
  enqueue(
    tx: Tx,
    company: CompanyId,
    owner: { readonly work: string; readonly id: string },
    steps: readonly Planned[]
  ): Promise<readonly string[]>
  /** The ids that could still be stopped; `onEnds` is called for each. What is under way isn't stopped. */
  cancel(tx: Tx, ids: readonly string[]): Promise<readonly string[]>
  /** Of an uncertain row. */
  decide(tx: Tx, id: string, decision: Decision): Promise<void>
  /** Failed rows, again with the same call id. How many there were. */
  requeue(tx: Tx, ids: readonly string[]): Promise<number>
}
