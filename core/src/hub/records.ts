import type { Capabilities } from '../capabilities.ts'
import type { AccountInfo } from '../context.ts'
import type { AccountId } from '../ids.ts'
import type { Clock } from '../clock.ts'
import type { Millis } from '../json.ts'
import type { OwnerNo, OwnerRecord, OwnerStore, WordStore } from '../outbox/store.ts'
import type { Cipher } from '../state/cipher.ts'
import { accountGone, failureOf, pluginMissing, settingsInvalid } from './failures.ts'
import { firstField, type Registry, type Settings } from './registry.ts'

/** Accounts as stored, kept for a moment: every send and every request asks for one. */
export interface Records {
  /** Throws E_ACCOUNT_GONE. */
  get(account: AccountId): Promise<OwnerRecord>
  find(account: AccountId): Promise<OwnerRecord | undefined>
  /** A newer record is known. */
  put(record: OwnerRecord): void
  forget(no: OwnerNo): void
  /** Throws where settings don't open or no longer fit the plugin. */
  info(record: OwnerRecord): AccountInfo<Settings>
  settings(record: OwnerRecord): Settings
  capabilities(record: OwnerRecord): Capabilities
}

/** Words of changes are lossy; so long a lost one may matter. */
const freshMs: Millis = 5000
const maxKept = 10_000

export type RecordsOptions = {
  readonly owners: Pick<OwnerStore<never>, 'get'>
  readonly words: WordStore
  readonly cipher: Cipher
  readonly clock: Clock
  readonly registry: Registry
}

export function createRecords(options: RecordsOptions): Records {
  const kept = new Map<AccountId, { record: OwnerRecord; until: number }>()
  const infos = new WeakMap<OwnerRecord, AccountInfo<Settings>>()
  const forget = (no: OwnerNo) => {
    for (const [id, { record }] of kept) if (record.no === no) kept.delete(id)
  }
  options.words.hear((word) => {
    if (word.about === 'owner') forget(word.owner)
  })
  const put = (record: OwnerRecord) => {
    if (kept.size >= maxKept) kept.clear()
    kept.set(accountOf(record), { record, until: options.clock.monotonic() + freshMs })
  }
  const find = async (account: AccountId) => {
    await options.registry.loaded()
    const known = kept.get(account)
    if (known && known.until > options.clock.monotonic()) return known.record
    kept.delete(account)
    const record = await options.owners.get({ account })
    if (record) put(record)
    return record
  }
  const info = (record: OwnerRecord) => {
    const known = infos.get(record)
    if (known) return known
    const made = readInfo(record, options)
    infos.set(record, made)
    return made
  }
  return {
    find,
    put,
    forget,
    info,
    settings: (record) => openSettings(record, options.cipher),
    capabilities: (record) => capabilitiesOf(record, info(record), options.registry),
    async get(account) {
      const record = await find(account)
      if (!record) throw accountGone()
      return record
    },
  }
}

export function accountOf(record: OwnerRecord): AccountId {
  if ('account' in record.ref) return record.ref.account
  throw new Error('not an account')
}

function openSettings(record: OwnerRecord, cipher: Cipher): Settings {
  return cipher.openJson(record.settings, { owner: accountOf(record), key: 'settings' }) as Settings
}

function readInfo(record: OwnerRecord, options: RecordsOptions): AccountInfo<Settings> {
  const id = record.plugin ?? ''
  const plugin = options.registry.plugin(id)
  if (!plugin) throw pluginMissing(id)
  const parsed = plugin.manifest.settings.safeParse(openSettings(record, options.cipher))
  if (!parsed.success) throw settingsInvalid(id, firstField(parsed.error), parsed.error)
  return {
    id: accountOf(record),
    settings: parsed.data,
    facts: record.facts,
    since: record.since,
  }
}

function capabilitiesOf(
  record: OwnerRecord,
  info: AccountInfo<Settings>,
  registry: Registry
): Capabilities {
  const id = record.plugin ?? ''
  const plugin = registry.plugin(id)
  if (!plugin) throw pluginMissing(id)
  const channel = registry.channel(id)
  try {
    return channel.capabilities(info)
  } catch (error) {
    throw failureOf(plugin, error, 'rejected')
  }
}
