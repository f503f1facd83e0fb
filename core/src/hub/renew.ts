import { Failure } from '../failure.ts'
import type { AccountId } from '../ids.ts'
import type { FlowDone } from '../login.ts'
import type { OwnerRecord } from '../outbox/store.ts'
import { changeSettings } from './change_settings.ts'
import { leaveState, type ConnectParts, type LoginInto } from './connect.ts'
import { accountOf } from './records.ts'
import type { Settings } from './registry.ts'

/**
 * The same account, signed in again: its session starts anew with what the login brought. A login takes minutes; what an
 * operator changed meanwhile stays.
 */
export async function renew<Tx>(
  parts: ConnectParts<Tx>,
  begun: OwnerRecord,
  into: LoginInto<Tx>,
  done: FlowDone<Settings>
): Promise<AccountId> {
  const id = accountOf(begun)
  await changeSettings(
    parts,
    id,
    (record) => {
      if (record.identity && record.identity.key !== done.identity.key)
        throw otherIdentity(record.identity.title)
      return { identity: done.identity, settings: { ...into.settings, ...done.settings } }
    },
    (tx, record) => leaveState(parts, tx, record, done)
  )
  return id
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
