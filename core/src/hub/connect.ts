import { accountId, type AccountId } from '../ids.ts'
import type { FlowDone } from '../login.ts'
import type { OwnerRecord } from '../outbox/store.ts'
import { sealChange } from '../state/encrypted_state.ts'
import { pluginMissing, settingsInvalid } from './failures.ts'
import type { Hub } from './hub.ts'
import { writeLogin } from './notes.ts'
import type { Parts } from './parts.ts'
import { accountOf } from './records.ts'
import { firstField, type Settings } from './registry.ts'
import { hubTopic } from './topics.ts'
import { uuidV7 } from './uuid.ts'

export type ConnectParts<Tx> = Parts<Tx>
export type LoginInto<Tx> = Parameters<Hub<Tx>['login']>[2]

/** What a login brought becomes an account. */
export async function connect<Tx>(
  parts: ConnectParts<Tx>,
  plugin: string,
  into: LoginInto<Tx>,
  done: FlowDone<Settings>
): Promise<AccountId> {
  const id = accountId(uuidV7(parts.clock.now()))
  const settings = checkSettings(parts, plugin, { ...into.settings, ...done.settings })
  await parts.store.transaction(async (tx) => {
    const record = await parts.store.owners.create(tx, {
      ref: { account: id },
      company: into.company,
      plugin,
      identity: done.identity,
      settings: parts.cipher.sealJson(settings, { owner: id, key: 'settings' }),
    })
    await leaveState(parts, tx, record, done)
    await into.onAccount?.(tx, id)
  })
  return id
}

/** As it is stored now, not as it was kept a moment ago. */
export async function fresh<Tx>(parts: Parts<Tx>, id: AccountId): Promise<OwnerRecord> {
  const record = await parts.records.get(id)
  parts.records.forget(record.no)
  return parts.records.get(id)
}

/** Also an account that waits for a person. */
export async function wake<Tx>(parts: Parts<Tx>, record: OwnerRecord): Promise<void> {
  parts.records.forget(record.no)
  await parts.store.owners.setState(record.no, { is: 'connecting' })
  parts.topics.tell(hubTopic('wake', accountOf(record)))
}

/** Under the account's own lease, before its next session: see `notes.ts`. */
export async function leaveState<Tx>(
  parts: Parts<Tx>,
  tx: Tx,
  record: OwnerRecord,
  done: FlowDone<Settings>
): Promise<void> {
  if (!done.state) return
  const change = sealChange(writeLogin(done.state), parts.cipher, accountOf(record))
  await parts.store.state.commitIn(tx, { door: record.no }, change)
}

export function checkSettings<Tx>(parts: Parts<Tx>, id: string, settings: unknown): Settings {
  const plugin = parts.registry.plugin(id)
  if (!plugin) throw pluginMissing(id)
  const parsed = plugin.manifest.settings.safeParse(settings)
  if (!parsed.success) throw settingsInvalid(id, firstField(parsed.error), parsed.error)
  return parsed.data
}
