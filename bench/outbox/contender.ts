/** What every contender can do, so that each case is written once. Each runs in a child process of its own. */

/** Where it keeps its messages: a fresh database, and a fresh prefix in Redis for who lives there. */
export type Place = {
  readonly databaseUrl: string
  readonly redisUrl?: string
  readonly name: string
}

export type Message = { readonly n: number; readonly text: string }

export type Load = {
  readonly messages: number
  /** Spread over so many owners, with one lane each. */
  readonly owners: number
  /** Dialogs of one owner. */
  readonly keys: number
}

export type WorkOptions = {
  readonly messages: number
  /** Calls at once in all; undefined: what drains fastest. */
  readonly atOnce?: number
  /** Of the owners that have messages. */
  readonly owners: number
}

/** Synchronous when the call returns at once. */
export type Handle = (n: number) => void | Promise<void>

export interface Enqueuer {
  /** One message, committed; `client` says which of the open connections. */
  one(client: number, n: number): Promise<void>
  /** A batch, committed; all of it may belong to one owner. */
  batch(client: number, numbers: readonly number[]): Promise<void>
  close(): Promise<void>
}

export interface Working {
  stop(): Promise<void>
}

export interface Emptiness {
  isEmpty(): Promise<boolean>
  close(): Promise<void>
}

export interface Contender {
  /** Messages of the drain before the measured one; fewer where even those take long. */
  readonly warmUp: number
  /** Tables. */
  prepare(place: Place): Promise<void>
  enqueuer(place: Place, load: Load, clients: number): Promise<Enqueuer>
  work(place: Place, options: WorkOptions, handle: Handle): Promise<Working>
  /** Asked by the parent: is the last end committed? */
  emptiness(place: Place): Promise<Emptiness>
}
