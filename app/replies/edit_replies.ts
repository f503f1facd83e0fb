import { storedFiles } from '#app/desk/stored_files'
import type { As } from '#app/desk/as'
import { notFound, Problem } from '#app/http/problem'
import { edit, placed, type Editing } from './edit.js'
import { countReplies } from './queries/find_sections.js'
import { findInSection, findReply, findTitled } from './queries/find_replies.js'
import {
  deleteReplyRow,
  insertReplies,
  placeReplies,
  replaceAttachments,
  updateReplies,
} from './queries/write_replies.js'
import { unknownVariable } from './variables.js'
import type { ReplyBody } from './views.js'

export const mostReplies = 10_000

/** Where among the others; without it at the end. */
type Place = { readonly before?: string | undefined }

/** The same id again does nothing: a repeat, or the second of two who take a deletion back. */
export async function createReply(
  as: As,
  reply: ReplyBody & Place & { readonly id: string }
): Promise<void> {
  await edit(as, async (editing) => {
    const { tx, company } = editing
    editing.assertMine(reply.section)
    if (await findReply(tx, company, reply.id)) return
    await assertSound(editing, reply)
    const counts = await countReplies(tx, company)
    if (counts.values().reduce((sum, each) => sum + each, 0) >= mostReplies)
      throw new Problem(422, 'E_REPLIES_TOO_MANY', { most: mostReplies })
    await insertReplies(tx, company, [reply])
    await keepFiles(editing, reply)
    if (reply.before !== undefined) await place(editing, reply.id, reply.section, reply.before)
  })
}

export async function changeReply(
  as: As,
  reply: ReplyBody & { readonly id: string }
): Promise<void> {
  await edit(as, async (editing) => {
    const { tx, company } = editing
    const before = await mine(editing, reply.id)
    editing.assertMine(reply.section)
    await assertSound(editing, reply)
    await updateReplies(tx, company, [reply])
    await keepFiles(editing, reply)
    if (before.section !== reply.section) await place(editing, reply.id, reply.section)
  })
}

export async function moveReply(
  as: As,
  id: string,
  to: Place & { readonly section: string | null }
): Promise<void> {
  await edit(as, async (editing) => {
    const { title } = await mine(editing, id)
    editing.assertMine(to.section)
    await assertFree(editing, { id, title, section: to.section })
    await place(editing, id, to.section, to.before)
  })
}

/** Its files stay: messages may have gone out with them. */
export async function deleteReply(as: As, id: string): Promise<void> {
  await edit(as, async (editing) => {
    await mine(editing, id)
    await deleteReplyRow(editing.tx, editing.company, id)
  })
}

async function mine(editing: Editing, id: string) {
  const reply = await findReply(editing.tx, editing.company, id)
  if (!reply) throw notFound()
  editing.assertMine(reply.section)
  return reply
}

async function assertSound(editing: Editing, reply: ReplyBody & { readonly id: string }) {
  if (reply.text === '' && reply.attachments.length === 0) throw new Problem(422, 'E_REPLY_EMPTY')
  const unknown = unknownVariable(reply.text)
  if (unknown !== undefined) throw new Problem(422, 'E_REPLY_VARIABLE', { variable: unknown })
  await assertFree(editing, reply)
}

async function assertFree(
  { tx, company }: Editing,
  { id, section, title }: Pick<ReplyBody, 'section' | 'title'> & { readonly id: string }
): Promise<void> {
  const taken = await findTitled(tx, company, section, title)
  if (taken !== undefined && taken !== id) throw new Problem(422, 'E_REPLY_TITLE_TAKEN', { title })
}

/** From now on no sweep takes them. Throws E_MEDIA_GONE. */
async function keepFiles({ tx, company }: Editing, reply: ReplyBody & { readonly id: string }) {
  await storedFiles(tx, company, reply.attachments)
  await replaceAttachments(tx, company, reply.id, reply.attachments)
}

async function place(
  { tx, company }: Editing,
  id: string,
  section: string | null,
  before?: string
): Promise<void> {
  const others = await findInSection(tx, company, section, mostReplies)
  const order = placed(
    others.map((other) => other.id),
    id,
    before
  )
  await placeReplies(tx, company, section, order)
}
