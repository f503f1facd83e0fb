/** What the mailbox itself shows: read marks, and own copies moved where they belong. Best effort. */
import type { ImapFlow } from 'imapflow'
import type { ChannelContext, MessageRef } from '@svyaz/core'
import { lostConnection, toFailure } from '../failures.ts'
import { sentFolder } from '../outbound/sent_folder.ts'
import type { Settings } from '../settings.ts'
import type { Taken } from './folder_reader.ts'
import { placeSchema } from './place.ts'

export async function markSeen(inbox: ImapFlow, messages: readonly MessageRef[]): Promise<void> {
  const open = inbox.mailbox
  if (open === false) return
  const uids = messages.flatMap((message) => {
    const place = placeSchema.safeParse(message.data)
    const isHere =
      place.success &&
      place.data.folder === open.path &&
      place.data.uidValidity === String(open.uidValidity)
    return isHere ? [place.data.uid] : []
  })
  if (uids.length === 0) return
  try {
    await inbox.messageFlagsAdd(uids, ['\\Seen'], { uid: true })
  } catch (error) {
    throw toFailure(error) ?? lostConnection(error)
  }
}

type Settled = { readonly uid: number; readonly after: NonNullable<Taken['after']> }

export async function settleLetters(
  done: readonly Settled[],
  {
    inbox,
    ctx,
  }: {
    inbox: ImapFlow | undefined
    ctx: Pick<ChannelContext<Settings>, 'state' | 'log' | 'account'>
  }
): Promise<void> {
  if (inbox === undefined) return
  try {
    const uids = done.map((one) => one.uid)
    await inbox.messageFlagsAdd(uids, ['\\Seen'], { uid: true })
    const own = done.filter((one) => one.after === 'to_sent').map((one) => one.uid)
    if (own.length === 0) return
    const folder = await sentFolder(inbox, ctx.state)
    if (folder !== undefined) await inbox.messageMove(own, folder, { uid: true })
  } catch (error) {
    const failure = toFailure(error)
    ctx.log.info(
      { account: ctx.account.id, code: failure?.code ?? 'E_EMAIL_SERVER' },
      'mailbox not kept in step'
    )
  }
}
