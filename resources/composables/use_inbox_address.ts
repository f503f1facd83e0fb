/** The address holds view, filters and dialog: reload, link, Back and a new tab restore this screen. */
import { router, usePage } from '@inertiajs/vue3'
import { computed } from 'vue'
import { kept } from './kept.ts'
import { noFilter, type ListFilter, type ListView } from './use_dialog_list.ts'

let cameFromList = false

const views: readonly string[] = ['all', 'unread', 'unanswered', 'snoozed', 'blacklisted']
const names = ['responsible', 'tags', 'line', 'channel', 'q'] as const

export function useInboxAddress() {
  const page = usePage<{ dialog: string | null }>()
  const url = computed(() => new URL(page.url, window.location.origin))
  const dialog = computed(() => page.props.dialog ?? null)

  /** One to be shown; the address of another dialog has none. */
  const message = computed(() => url.value.searchParams.get('message'))

  const filter = computed((before?: ListFilter): ListFilter => {
    const query = url.value.searchParams
    const view = query.get('view') ?? 'all'
    return kept(before, {
      ...noFilter,
      view: views.includes(view) ? (view as ListView) : 'all',
      ...Object.fromEntries(names.map((name) => [name, query.get(name) ?? ''])),
    })
  })

  /** `at`: a message to be shown. */
  function addressOf(id: string | null, next: ListFilter = filter.value, at?: string): string {
    const query = new URLSearchParams()
    if (next.view !== 'all') query.set('view', next.view)
    for (const name of names) if (next[name]) query.set(name, next[name])
    if (at !== undefined) query.set('message', at)
    const tail = query.size > 0 ? `?${query.toString()}` : ''
    return `${id === null ? '/inbox' : `/inbox/${id}`}${tail}`
  }

  const quietly = { preserveState: true, preserveScroll: true } as const

  /** A history entry of its own, without asking the server for a page. */
  function open(id: string, at?: string): void {
    if (id === dialog.value && at === undefined) return
    cameFromList = dialog.value === null
    router.push({
      url: addressOf(id, undefined, at),
      props: (props: Record<string, unknown>) => ({ ...props, dialog: id }),
      ...quietly,
    })
  }

  /** To the list: by Back when the list is what was before, so that Back never leads into the same dialog again. */
  function leave(): void {
    if (cameFromList) {
      cameFromList = false
      window.history.back()
    } else
      router.replace({
        url: addressOf(null),
        props: (props: Record<string, unknown>) => ({ ...props, dialog: null }),
        ...quietly,
      })
  }

  function choose(change: Partial<ListFilter>): void {
    router.replace({ url: addressOf(dialog.value, { ...filter.value, ...change }), ...quietly })
  }

  return { dialog, message, filter, addressOf, open, leave, choose }
}
