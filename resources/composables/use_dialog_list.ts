/** One view of the dialog list: pages by cursor, kept in order by the stream, never moved under the pointer. */
import type { DialogPage, DialogRow, SavedView } from '@app/inbox/views'
import { computed, reactive, ref, watch, type ComputedRef } from 'vue'
import { applyRows, dialogs, live } from '~/stores/live'
import { isAbort, request } from './http.ts'
import { followFrom } from './use_live.ts'

export type ListView = SavedView['filter']['view']
/** As the address has it: '' narrows nothing, tags stand with commas between them. */
export type ListFilter = {
  readonly view: ListView
  /** A member's id, `me` or `nobody`. */
  readonly responsible: string
  readonly tags: string
  readonly line: string
  readonly channel: string
  readonly q: string
}

export const noFilter: ListFilter = {
  view: 'all',
  responsible: '',
  tags: '',
  line: '',
  channel: '',
  q: '',
}

export type DialogList = ReturnType<typeof useDialogList>

const newestFirst = (left: DialogRow, right: DialogRow): number =>
  right.lastAt - left.lastAt || (left.id < right.id ? 1 : -1)

const pinnedFirst = (left: DialogRow, right: DialogRow): number =>
  Number(right.pinned) - Number(left.pinned) || newestFirst(left, right)

/** Whether a row belongs to a list, for the member `me`. */
export function fits(row: DialogRow, filter: ListFilter, me: string): boolean {
  if (filter.line !== '' && row.line !== filter.line) return false
  if (filter.channel !== '' && row.channel !== filter.channel) return false
  if (!isOf(row, filter.responsible, me)) return false
  if (filter.tags !== '' && !filter.tags.split(',').every((id) => row.tags.includes(id)))
    return false
  return isIn(row, filter.view)
}

function isOf({ responsible }: DialogRow, wanted: string, me: string): boolean {
  if (wanted === '') return true
  if (wanted === 'nobody') return responsible === null
  return responsible === (wanted === 'me' ? me : wanted)
}

function isIn(row: DialogRow, view: ListView): boolean {
  if (view === 'snoozed') return row.snoozedUntil !== null
  if (view === 'blacklisted') return row.blacklisted
  if (row.snoozedUntil !== null || row.blacklisted) return false
  if (view === 'unread') return row.unread > 0 || row.bookmarked
  return view === 'all' || row.unanswered
}

const url = (filter: ListFilter, cursor: string | null): string => {
  const query = new URLSearchParams({ view: filter.view })
  for (const name of ['responsible', 'tags', 'line', 'channel', 'q'] as const) {
    if (filter[name] !== '') query.set(name, filter[name])
  }
  if (cursor !== null) query.set('cursor', cursor)
  return `/inbox/dialogs?${query.toString()}`
}

/** The last known list of each view, painted at once on the next visit. */
const remembered = new Map<string, { ids: string[]; next: string | null }>()

export function useDialogList(
  filter: () => ListFilter,
  current: () => string | null,
  me: () => string
) {
  const state = reactive({
    ids: [] as string[],
    next: null as string | null,
    loading: 'first' as 'first' | 'more' | null,
    failed: null as unknown,
  })
  /** Why nothing may move now: pointer over the list, keys moving through it, scrolled away. */
  const held = ref(false)
  let asking: AbortController | undefined

  const key = computed(() => `${live.company}?${url(filter(), null)}`)

  async function load(): Promise<void> {
    asking?.abort()
    asking = new AbortController()
    const known = remembered.get(key.value)
    if (known !== undefined) Object.assign(state, known)
    else if (filter().q === '') state.ids = []
    state.loading = 'first'
    await ask(url(filter(), null), asking.signal, (page) => page.data.map((row) => row.id))
  }

  async function loadMore(): Promise<void> {
    if (state.next === null || state.loading !== null) return
    asking = new AbortController()
    state.loading = 'more'
    await ask(url(filter(), state.next), asking.signal, (page) => [
      ...new Set([...state.ids, ...page.data.map((row) => row.id)]),
    ])
  }

  async function ask(
    address: string,
    signal: AbortSignal,
    ids: (page: DialogPage) => string[]
  ): Promise<void> {
    try {
      const page = await request<DialogPage>('GET', address, undefined, signal)
      applyRows(page.data)
      state.ids = ids(page)
      note()
      state.next = page.next
      state.failed = null
      state.loading = null
      remembered.set(key.value, { ids: state.ids, next: state.next })
      followFrom(page.seq)
    } catch (error) {
      if (isAbort(error)) return
      state.failed = error
      state.loading = null
    }
  }

  const wanted: ComputedRef<string[]> = computed(() => inOrder(state, filter(), current(), me()))

  let settled = new Map<string, number>()
  /** How many rows would come up if nothing held the list. */
  const newcomers = computed(() => {
    if (!held.value) return 0
    const places = new Map(state.ids.map((id, index) => [id, index]))
    return wanted.value.filter((id, index) => {
      const grew = (dialogs.get(id)?.lastAt ?? 0) > (settled.get(id) ?? 0)
      return grew && index < (places.get(id) ?? Infinity)
    }).length
  })

  function settle(): void {
    const isSame =
      wanted.value.length === state.ids.length &&
      wanted.value.every((id, at) => id === state.ids[at])
    if (isSame) return note()
    state.ids = wanted.value
    note()
    remembered.set(key.value, { ids: state.ids, next: state.next })
  }

  const note = (): void => {
    settled = new Map(state.ids.map((id) => [id, dialogs.get(id)?.lastAt ?? 0]))
  }

  watch([wanted, held], () => {
    // In an empty list there is nothing that could be moved.
    const mayMove = !held.value || state.ids.length === 0
    if (mayMove && state.loading !== 'first') settle()
  })
  watch([key, () => live.generation], () => void load(), { immediate: true })

  const rows = computed(() =>
    state.ids.map((id) => dialogs.get(id)).filter((row): row is DialogRow => row !== undefined)
  )
  return { state, rows, held, newcomers, load, loadMore, settle }
}

function inOrder(
  state: { ids: string[]; next: string | null },
  filter: ListFilter,
  current: string | null,
  me: string
): string[] {
  const known = new Set(state.ids)
  // Answers to a search come ranked by the server; rows only change in place.
  if (filter.q !== '') return state.ids
  const lastKnown = state.ids
    .map((id) => dialogs.get(id))
    .findLast((row) => row !== undefined && !row.pinned)
  const reaches = (row: DialogRow): boolean =>
    row.pinned || state.next === null || lastKnown === undefined || newestFirst(row, lastKnown) <= 0
  const rows = [...dialogs.values()].filter((row) => {
    // The open dialog stays under the cursor after its answer; it leaves with the next move.
    if (known.has(row.id) && row.id === current) return true
    return fits(row, filter, me) && (known.has(row.id) || reaches(row))
  })
  return rows.sort(pinnedFirst).map((row) => row.id)
}
