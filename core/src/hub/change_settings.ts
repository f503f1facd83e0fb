import { createHash } from 'node:crypto'
import type { AccountId } from '../ids.ts'
import type { OwnerIdentity, OwnerRecord } from '../outbox/store.ts'
import { isSettingsChanged } from '../outbox/store_failures.ts'
import { checkSettings, fresh, wake } from './connect.ts'
import type { Parts } from './parts.ts'
import type { Settings } from './registry.ts'

/** Operators and logins of one account cross once or twice, not for ever. */
const mostTries = 5

type Change = { readonly settings: Settings; readonly identity?: OwnerIdentity }

/** Every sealing differs, and only a change of the settings seals them. */
export function settingsVersion(record: OwnerRecord): string {
  return createHash('sha256').update(record.settings).digest('base64url').slice(0, 16)
}

/**
 * Puts fields into the settings as they are now. Whoever writes between the reading and the writing isn't overwritten:
 * then it is read anew. `decide` says what to change of the record it is shown, and may refuse it.
 */
export async function changeSettings<Tx>(
  parts: Parts<Tx>,
  id: AccountId,
  decide: (record: OwnerRecord) => Change,
  also: (tx: Tx, record: OwnerRecord) => Promise<void> = async () => {}
): Promise<void> {
  for (let tried = 1; ; tried++) {
    const record = await fresh(parts, id)
    const { settings, identity } = decide(record)
    const known = { ...parts.records.settings(record), ...settings }
    const checked = checkSettings(parts, record.plugin ?? '', known)
    const sealed = parts.cipher.sealJson(checked, { owner: id, key: 'settings' })
    const change = { settings: sealed, ...(identity ? { identity } : {}) }
    try {
      await parts.store.transaction(async (tx) => {
        await parts.store.owners.change(tx, record.no, change, record.version)
        await also(tx, record)
      })
      return await wake(parts, record)
    } catch (error) {
      if (!isSettingsChanged(error) || tried >= mostTries) throw error
    }
  }
}
