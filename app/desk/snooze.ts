import { Problem } from '#app/http/problem'
import { untilClientWrites } from '#app/inbox/views'
import type { Localized } from '@svyaz/core'
import { memberWho, type As } from './as.js'
import { dialogOf } from './dialog_of.js'
import { zoneOf } from './queries/zone_of.js'
import { transact, type DeskParts } from './transact.js'
import { writeDialog } from './write_dialog.js'

const farthestMs = 366 * 24 * 60 * 60 * 1000

/** Out of everybody's lists until then (epoch milliseconds), or `untilClientWrites`; null: back at once. The client's word ends it too. */
export async function snooze(
  parts: DeskParts,
  as: As,
  { dialog: id, until }: { readonly dialog: string; readonly until: number | null }
): Promise<void> {
  await transact(parts, as.company, async ({ tx, now, lock }) => {
    const member = await memberWho(tx, as)
    assertAhead(until, now)
    await dialogOf(tx, as.company, id)
    const changes = await lock()
    const dialog = await dialogOf(tx, as.company, id)
    if (dialog.snoozedUntil === until) return
    dialog.snoozedUntil = until
    dialog.returned = false
    const zone = await zoneOf(tx, as.company)
    const said = until === null ? undefined : wordsOf(until, zone, member.name)
    await writeDialog(tx, dialog, { changes, now, said })
  })
}

function assertAhead(until: number | null, now: number): void {
  if (until === null || until === untilClientWrites) return
  if (until <= now || until > now + farthestMs) throw new Problem(422, 'E_SNOOZE_TIME')
}

function wordsOf(until: number, zone: string, who: string): Localized {
  if (until === untilClientWrites)
    return {
      ru: `Отложено, пока клиент не напишет: ${who}`,
      en: `Snoozed until the client writes: ${who}`,
    }
  const at = (locale: string) =>
    new Intl.DateTimeFormat(locale, {
      timeZone: zone,
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).format(until)
  return {
    ru: `Отложено до ${at('ru-RU')}: ${who}`,
    en: `Snoozed until ${at('en-GB')}: ${who}`,
  }
}
