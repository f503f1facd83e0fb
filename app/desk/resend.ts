import { noDownloads } from '#app/intake/no_downloads'
import { flush } from '#app/intake/flush'
import { putStatus } from '#app/intake/put_status'
import { forgetParts, insertParts } from '#app/intake/queries/write_parts'
import { memberWho, type As } from './as.js'
import { loadOwn, ownMessage } from './own_message.js'
import { sendAnew } from './send_anew.js'
import { transact, type DeskParts } from './transact.js'

/**
 * A failed message once more. What the outbox still has goes again with the same call ids; what it has forgotten, such as
 * a letter that was sent and came back, goes as a new call.
 */
export async function resend(parts: DeskParts, as: As, id: string): Promise<void> {
  await transact(parts, as.company, async (work) => {
    const { tx, now, lock } = work
    const member = await memberWho(tx, as)
    const own = await ownMessage(tx, as, id, ['failed'])
    const failed = own.parts.filter(({ status }) => status === 'failed').map(({ row }) => row)
    const again = failed.length === 0 ? 0 : await parts.hub.outbox.requeue(tx, failed)
    const fresh = again === 0 ? await sendAnew(parts, work, as, member, own.message) : undefined
    const changes = await lock()
    if (fresh) {
      await forgetParts(tx, as.company, id)
      await insertParts(tx, { company: as.company, id }, fresh, now)
    }
    const { ledger, message, parts: present } = await loadOwn(tx, as, id)
    const waiting = { status: 'queued', failure: null, nextAt: null, at: now } as const
    for (const part of present.filter(({ row }) => fresh?.includes(row) ?? failed.includes(row))) {
      putStatus(ledger, message, part.part, waiting)
    }
    await flush(tx, ledger, changes, noDownloads)
  })
}
