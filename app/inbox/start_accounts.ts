import hub from '#app/hub/service'
import { channelLimits } from '#app/inbox/channel_limits'
import type { StartAccount } from '#app/inbox/inbox_props'
import type { LineRow } from '#app/lines/views'
import { accountId, isFailure } from '@svyaz/core'

/** Accounts that can write first. One whose plugin is broken just now isn't offered. */
export async function startAccounts(lines: readonly LineRow[]): Promise<readonly StartAccount[]> {
  const all = lines.flatMap((line) => line.accounts.map((account) => ({ line, account })))
  const found = await Promise.all(
    all.map(async ({ line, account }) => {
      const can = await hub.capabilities(accountId(account.id)).catch((error: unknown) => {
        if (isFailure(error)) return undefined
        throw error
      })
      if (!can || can.writesFirstBy.length === 0) return undefined
      const { text, kinds, files, subject } = channelLimits(can)
      return {
        account: account.id,
        name: account.name,
        lineName: line.name,
        channel: account.plugin,
        by: can.writesFirstBy,
        book: can.contacts ?? false,
        state: account.state,
        subject,
        files,
        kinds,
        text,
      }
    })
  )
  return found.filter((one) => one !== undefined)
}
