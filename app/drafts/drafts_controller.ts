import database from '#app/database/service'
import { draftValidator } from '#app/drafts/draft_validator'
import { findDraft } from '#app/drafts/queries/find_draft'
import { findOwnDrafts } from '#app/drafts/queries/find_own_drafts'
import { saveDraft } from '#app/drafts/save_draft'
import { notFound } from '#app/http/problem'
import { findDialogRows } from '#app/inbox/queries/find_changes'
import { asMember, idParam, reader } from '#app/inbox/scope'
import { hints } from '#app/live/service'
import type { HttpContext } from '@adonisjs/core/http'

/** More than anybody has begun at once; what lies deeper comes with its row of the list. */
const mostListed = 200

export default class DraftsController {
  /** For a page whose stream was away: hints are not repeated. */
  async index(ctx: HttpContext) {
    return { data: await findOwnDrafts(database, reader(ctx), mostListed) }
  }

  async show(ctx: HttpContext) {
    const dialog = idParam(ctx)
    const [row] = await findDialogRows(database, reader(ctx), [dialog])
    if (!row) throw notFound()
    return { excerpt: row.draft, draft: await findDraft(database, { ...reader(ctx), dialog }) }
  }

  async update(ctx: HttpContext) {
    const { text, subject, files, ...rest } = await ctx.request.validateUsing(draftValidator)
    const said = { text: text ?? '', subject: subject ?? '', files: files ?? [], ...rest }
    return saveDraft({ database, hints }, asMember(ctx), { ...said, dialog: idParam(ctx) })
  }
}
