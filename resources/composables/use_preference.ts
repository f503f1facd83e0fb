/** What a person set for themself, kept by the server: shown at once, in every tab, undone visibly when the server refuses. */
import { router } from '@inertiajs/vue3'
import { computed, onBeforeUnmount, onMounted, shallowReactive, type ComputedRef } from 'vue'
import { kept } from './kept.ts'
import { request } from './http.ts'
import { useNotify } from './use_notify.ts'
import { useShared } from './use_shared.ts'

type Name = 'alerts' | 'keys'
type Word = { readonly user: string; readonly name: Name; readonly value: unknown }

const channelName = 'svyaz-preferences'
/** One after the other: the last choice is the last one written. */
let saving: Promise<unknown> = Promise.resolve()

/** What the page's own props don't hold yet. */
const newer = shallowReactive(new Map<Name, { readonly value: unknown }>())

/** At once; the props, which outlive a visit to another page, follow when their turn comes. */
function show(name: Name, value: unknown): void {
  const shown = { value }
  newer.set(name, shown)
  router.replaceProp(
    'preferences',
    (before: unknown) => ({ ...(before as object), [name]: value }),
    {
      onFinish: () => {
        if (newer.get(name) === shown) newer.delete(name)
      },
    }
  )
}

/** One for saying and hearing: a second one would hear what this tab says, late, and take back a choice made meanwhile. */
let channel: BroadcastChannel | undefined

/** `read` makes sense of what is stored, which may be of another version or missing. */
export function usePreference<Value>(
  name: Name,
  read: (stored: unknown) => Value
): { readonly value: ComputedRef<Value>; save(next: Value): Promise<void> } {
  const shared = useShared()
  const notify = useNotify()
  const value = computed((before?: Value) => {
    const shown = newer.get(name)
    return kept(before, read(shown === undefined ? shared.value.preferences[name] : shown.value))
  })

  async function save(next: Value): Promise<void> {
    const before = value.value
    show(name, next)
    const asked = saving.then(() =>
      request('PUT', '/me/preferences', { preferences: { [name]: next } })
    )
    saving = asked.catch(() => {})
    try {
      await asked
      channel?.postMessage({
        user: shared.value.member?.user ?? '',
        name,
        value: next,
      } satisfies Word)
    } catch (error) {
      show(name, before)
      notify.failed(error)
    }
  }

  return { value, save }
}

/** Of the layout: follows what was set in another tab. */
export function useSharedPreferences(): void {
  const shared = useShared()
  onMounted(() => {
    channel = new BroadcastChannel(channelName)
    channel.onmessage = ({ data }: MessageEvent<Word>) => {
      if (data.user === shared.value.member?.user) show(data.name, data.value)
    }
  })
  onBeforeUnmount(() => {
    channel?.close()
    channel = undefined
  })
}
