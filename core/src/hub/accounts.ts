import type { OwnerRecord } from '../outbox/store.ts'
import { settingsChanged } from '../outbox/store_failures.ts'
import { isFailure } from '../failure.ts'
import type { OwnerState } from '../owner_state.ts'
import type { Plugin } from '../plugin.ts'
import { sealChange } from '../state/encrypted_state.ts'
import { changeSettings, settingsVersion } from './change_settings.ts'
import { fresh, wake } from './connect.ts'
import { pacingOutOfBounds } from './failures.ts'
import { ownPacingReason, ownPacingSchema } from '../outbox/pace/own_pacing.ts'
import type { OwnPacing } from '../pacing.ts'
import { pluginMissing } from './failures.ts'
import type { AccountView, Hub } from './hub.ts'
import { writeRemove } from './notes.ts'
import type { Parts } from './parts.ts'
import { accountOf } from './records.ts'
import type { Registry } from './registry.ts'
import { withoutSecrets } from './secrets.ts'

type Commands<Tx> = Pick<
  Hub<Tx>,
  'account' | 'accounts' | 'capabilities' | 'change' | 'setPacing' | 'pause' | 'restart' | 'remove'
>

/** So long the account's own node may take to log out before it is removed without. */
const removeMs = 15_000
const lookMs = 100

export function createAccounts<Tx>(parts: Parts<Tx>): Commands<Tx> {
  return {
    async account(id) {
      const record = await parts.store.owners.get({ account: id })
      return record && viewOf(parts, record)
    },
    capabilities: async (id) => parts.records.capabilities(await parts.records.get(id)),
    async accounts(company) {
      const records = await parts.store.owners.accounts(company)
      return records.map((record) => viewOf(parts, record))
    },
    async change(id, settings, { version } = {}) {
      await changeSettings(parts, id, (record) => {
        if (version !== undefined && version !== settingsVersion(record)) throw settingsChanged()
        return { settings }
      })
    },
    async setPacing(id, given) {
      const pacing = checkPacing(given)
      const record = await fresh(parts, id)
      await parts.store.transaction((tx) => parts.store.owners.change(tx, record.no, { pacing }))
      parts.records.forget(record.no)
    },
    async pause(id, paused) {
      const record = await fresh(parts, id)
      if (record.paused === paused) return
      await parts.store.transaction((tx) => parts.store.owners.change(tx, record.no, { paused }))
      await parts.store.owners.setState(record.no, { is: paused ? 'paused' : 'connecting' })
      parts.records.forget(record.no)
    },
    restart: async (id) => wake(parts, await fresh(parts, id)),
    remove: async (id) => remove(parts, await fresh(parts, id)),
  }
}

function checkPacing(given: OwnPacing): OwnPacing {
  const parsed = ownPacingSchema.safeParse(given)
  if (parsed.success) return parsed.data
  throw pacingOutOfBounds(ownPacingReason(parsed.error), parsed.error)
}

/** Its own node logs out and removes it; where none does in time, it goes without a goodbye. */
async function remove<Tx>(parts: Parts<Tx>, record: OwnerRecord): Promise<void> {
  const { store, clock } = parts
  const id = accountOf(record)
  const note = sealChange(writeRemove(), parts.cipher, id)
  if (!record.paused) {
    await store.state.commit({ door: record.no }, note)
    await wake(parts, record)
    const until = clock.monotonic() + removeMs
    while (clock.monotonic() < until) {
      if (!(await store.owners.get({ account: id }))) return parts.records.forget(record.no)
      await clock.sleep(lookMs)
    }
  }
  await store.transaction((tx) => store.owners.remove(tx, record.no))
  parts.records.forget(record.no)
}

function viewOf<Tx>(parts: Parts<Tx>, record: OwnerRecord): AccountView {
  const id = record.plugin ?? ''
  const plugin = parts.registry.plugin(id)
  return {
    id: accountOf(record),
    company: record.company,
    plugin: id,
    identity: record.identity ?? { key: '', title: '' },
    settings: plugin ? shownSettings(parts, plugin, record) : {},
    settingsVersion: settingsVersion(record),
    pacing: record.pacing,
    since: record.since,
    state: stateOf(record, parts.registry),
    stateAt: record.stateAt,
  }
}

/** None where the key they were sealed with is gone: the account says so by its state, and its neighbours are shown. */
function shownSettings<Tx>(
  parts: Parts<Tx>,
  plugin: Plugin,
  record: OwnerRecord
): AccountView['settings'] {
  try {
    return withoutSecrets(plugin.manifest.settings, parts.records.settings(record))
  } catch (error) {
    if (isFailure(error)) return {}
    throw error
  }
}

/** Nobody runs an account whose plugin is away, so nobody would say so. */
function stateOf(record: OwnerRecord, registry: Registry): OwnerState {
  if (record.paused) return { is: 'paused' }
  const id = record.plugin ?? ''
  return registry.plugin(id) ? record.state : { is: 'stopped', failure: pluginMissing(id).data }
}
