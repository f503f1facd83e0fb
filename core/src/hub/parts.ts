import type { Clock } from '../clock.ts'
import type { MediaStore } from '../context.ts'
import type { CompanyId } from '../ids.ts'
import type { Logger } from '../logger.ts'
import type { Guard } from '../http/guarded_lookup.ts'
import type { Store } from '../outbox/store.ts'
import type { Cipher } from '../state/cipher.ts'
import type { HubOptions } from './hub.ts'
import type { Records } from './records.ts'
import type { Registry } from './registry.ts'
import type { Topics } from './topics.ts'

/** What the parts of one hub share. */
export type Parts<Tx> = {
  readonly options: HubOptions<Tx>
  readonly store: Store<Tx>
  readonly cipher: Cipher
  readonly clock: Clock
  readonly log: Logger
  readonly guard: Guard
  readonly fetch: typeof globalThis.fetch
  readonly publicUrl: URL
  readonly registry: Registry
  readonly records: Records
  readonly topics: Topics
  media(company: CompanyId): MediaStore
}
