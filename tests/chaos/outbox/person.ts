import type { ChaosHub } from './hub.ts'
import type { SinkClient } from './sink_client.ts'

type Asked = { readonly no: string; readonly row_id: string; readonly call_id: string }

/** Decided calls by what was said. */
export type Decided = { readonly wasSent: number; readonly sentAgain: ReadonlySet<string> }

/** Who looks at the messenger when nobody else can say, some time after it happened. */
export class Person {
  readonly #desk: ChaosHub
  readonly #sink: SinkClient
  readonly #patienceMs: number
  readonly #sentAgain = new Set<string>()
  #wasSent = 0

  constructor(desk: ChaosHub, sink: SinkClient, patienceMs: number) {
    this.#desk = desk
    this.#sink = sink
    this.#patienceMs = patienceMs
  }

  get decided(): Decided {
    return { wasSent: this.#wasSent, sentAgain: this.#sentAgain }
  }

  /** Decides what has waited long enough; what the database doesn't take is decided the next time. */
  async decide(): Promise<void> {
    const asked = await this.#asked().catch(() => [])
    for (const one of asked) await this.#decideOne(one).catch(() => {})
  }

  async #asked(): Promise<readonly Asked[]> {
    const { rows } = await this.#desk.pool.query<Asked>(
      `select no::text, row_id, call_id from chaos_end e where what = 'uncertain'
         and at < clock_timestamp() - $1 * interval '1 millisecond'
         and not exists (select 1 from chaos_decision d where d.end_no = e.no)`,
      [this.#patienceMs]
    )
    return rows
  }

  /** The note about it and the decision are one commit: a lost answer makes neither of them twice. */
  async #decideOne({ no, row_id: row, call_id: callId }: Asked): Promise<void> {
    const decision = (await this.#sink.has(callId)) ? 'was_sent' : 'send_again'
    if (decision === 'send_again') this.#sentAgain.add(callId)
    await this.#desk.store.transaction(async (tx) => {
      await tx.query('insert into chaos_decision values ($1, $2)', [no, decision])
      await this.#desk.hub.outbox.decide(tx, row, decision)
    })
    if (decision === 'was_sent') this.#wasSent++
  }
}
