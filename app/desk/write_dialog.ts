import { lineOf } from '#app/intake/apply_chat'
import type { ChangeList } from '#app/intake/changes'
import { flush } from '#app/intake/flush'
import { Ledger, type DialogState } from '#app/intake/ledger'
import { noDownloads } from '#app/intake/no_downloads'
import type { Localized, Sql } from '@svyaz/core'

/** Writes a dialog as it stands now, and says in it what was done. Under the lock of the company. */
export async function writeDialog(
  tx: Sql,
  dialog: DialogState,
  { changes, now, said }: { changes: ChangeList; now: number; said?: Localized | undefined }
): Promise<void> {
  const ledger = new Ledger(now)
  if (said) ledger.changedMessages.add(lineOf(dialog, said, now))
  ledger.changedDialogs.add(dialog)
  await flush(tx, ledger, changes, noDownloads)
}
