import { Failure } from '../failure.ts'
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

/** The same account, signed in again: its session starts anew with what the login brought. */
export async function renew<Tx>(
  parts: ConnectParts<Tx>,
  record: OwnerRecord,
  into: LoginInto<Tx>,
  done: FlowDone<Settings>
): Promise<AccountId> {
  if (record.identity && record.identity.key !== done.identity.key)
    throw otherIdentity(record.identity.title)
  const id = accountOf(record)
  const known = { ...parts.records.settings(record), ...into.settings, ...done.settings }
  const settings = checkSettings(parts, record.plugin ?? '', known)
  await parts.store.transaction(async (tx) => {
    await parts.store.owners.change(tx, record.no, {
      identity: done.identity,
      settings: parts.cipher.sealJson(settings, { owner: id, key: 'settings' }),
    })
    await leaveState(parts, tx, record, done)
  })
  await wake(parts, record)
  return id
}

/** Also an account that waits for a person. */
export async function wake<Tx>(parts: Parts<Tx>, record: OwnerRecord): Promise<void> {
  parts.records.forget(record.no)
  await parts.store.owners.setState(record.no, { is: 'connecting' })
  parts.topics.tell(hubTopic('wake', accountOf(record)))
}

/** Under the account's own lease, before its next session: see `notes.ts`. */
async function leaveState<Tx>(
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

function otherIdentity(title: string): Failure {
  return new Failure('rejected', {
    code: 'E_OTHER_IDENTITY',
    reason: {
      ru: `Вы вошли под другим аккаунтом, а здесь подключён ${title}. Войдите под ним или подключите новый аккаунт отдельно.`,
      en: `You signed in as somebody else; ${title} is connected here. Sign in as that, or connect the new one separately.`,
    },
  })
}
