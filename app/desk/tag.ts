import { Problem } from '#app/http/problem'
import { memberWho, type As } from './as.js'
import { dialogOf } from './dialog_of.js'
import { changeTags } from './queries/change_tags.js'
import { countTags } from './queries/count_tags.js'
import { transact, type DeskParts } from './transact.js'

/** More say nothing about a dialog. */
const mostTags = 30

export type TagChange = { readonly add: readonly string[]; readonly remove: readonly string[] }

/** What is there already stays, what isn't there is not missed. */
export async function tag(
  parts: DeskParts,
  as: As,
  { dialog, add, remove }: TagChange & { readonly dialog: string }
): Promise<void> {
  await transact(parts, as.company, async ({ tx, lock }) => {
    await memberWho(tx, as)
    await dialogOf(tx, as.company, dialog)
    const wanted = [...new Set(add)]
    if ((await countTags(tx, as.company, wanted)) < wanted.length)
      throw new Problem(422, 'E_TAG_UNKNOWN')
    const changes = await lock()
    const seq = changes.seqOf(as.company)
    const tags = await changeTags(tx, { company: as.company, dialog, add: wanted, remove, seq })
    if (tags > mostTags) throw new Problem(422, 'E_TOO_MANY_TAGS', { n: mostTags })
    changes.dialog(as.company, dialog)
  })
}
