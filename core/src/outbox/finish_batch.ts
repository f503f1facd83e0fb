import type { Ending } from './ending.ts'
import type { Mark } from './marker.ts'
import type { LanePace, OwnerPace, Saving } from './pace/lane_pace.ts'
import type { FinishBatch, JournalNo, OwnerNo, RowEnd, SealedChange } from './store.ts'

type Draft = {
  readonly owner: OwnerNo
  readonly fence: number
  readonly ends: RowEnd[]
  readonly then: FinishBatch['owners'][number]['then'][number][]
  readonly commit: SealedChange[]
  readonly paces: Map<string, LanePace>
  ownerPace?: OwnerPace | undefined
}

/** Pacers, and up to which change. */
type Saved = Map<Saving<unknown>, number>

export type Composed = { readonly batch: FinishBatch; readonly written: () => void }

/**
 * Ends of many rows, by owner, as the store takes them. `left`: journal entries that go with it. `written` is called
 * after the commit; it gives to `over` what two batches shared, so that neither was the last.
 */
export function batchOf(
  endings: readonly Ending[],
  left: readonly JournalNo[],
  over: JournalNo[]
): Composed {
  const owners = new Map<OwnerNo, Draft>()
  const marks = new Map<Mark, number>()
  const saved: Saved = new Map()
  for (const ending of endings) {
    const { mark } = ending
    if (mark !== undefined) marks.set(mark, (marks.get(mark) ?? 0) + 1)
    add(draftOf(owners, ending), ending, saved)
  }
  const last = new Set(
    [...marks].filter(([mark, count]) => mark.left === count).map(([mark]) => mark)
  )
  return {
    batch: {
      node: endings[0]?.lease.fence.node ?? 0,
      journals: [...left, ...[...last].map(({ journal }) => journal)],
      owners: [...owners.values()],
    },
    written: () => {
      for (const [pacer, changes] of saved) pacer.stored(changes)
      for (const [mark, count] of marks) {
        mark.left -= count
        if (mark.left === 0 && !last.has(mark)) over.push(mark.journal)
      }
    },
  }
}

function draftOf(owners: Map<OwnerNo, Draft>, { lease }: Ending): Draft {
  const { owner, fence } = lease.fence
  const known = owners.get(owner)
  if (known !== undefined) return known
  const made = { owner, fence, ends: [], then: [], commit: [], paces: new Map<string, LanePace>() }
  owners.set(owner, made)
  return made
}

function add(draft: Draft, { end, then, commit, lane, owner }: Ending, saved: Saved): void {
  draft.ends.push(end)
  for (const row of then) draft.then.push({ ...row, parent: end.row })
  if (commit !== undefined) draft.commit.push(commit)
  const pace = save(lane, owner, saved)
  if (pace !== undefined) draft.paces.set(end.row.lane, pace)
  const ownerPace = save(owner.pacer, owner, saved)
  if (ownerPace !== undefined) draft.ownerPace = ownerPace
}

function save<Pace>(pacer: Saving<Pace>, { now }: Ending['owner'], saved: Saved): Pace | undefined {
  if (!pacer.isDirty || saved.has(pacer)) return undefined
  saved.set(pacer, pacer.changes)
  return pacer.saved(now())
}
