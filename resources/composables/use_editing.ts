/**
 * The message whose words are being changed in the field, in place of an answer. What was begun as an answer stays as it is
 * and comes back when the edit is left.
 */
import type { DialogView, MessageView } from '@app/inbox/views'
import { computed, nextTick, shallowReactive } from 'vue'
import { mayEdit } from '~/components/inbox/message/acts'
import { stretches } from '~/stores/live'
import { useMessageActs } from './use_message_acts.ts'
import { useNow } from './use_now.ts'
import { goToPlace } from './places.ts'
import { useShared } from './use_shared.ts'

type Edition = { readonly message: MessageView; readonly text: string }

const editions = shallowReactive(new Map<string, Edition>())

/** From the menu of a message, or by a key. */
export function beginEditing(message: MessageView, text: string = message.text): void {
  editions.set(message.dialog, { message, text })
  // The field is drawn with the text first, and keeps the caret behind it.
  void nextTick(() => goToPlace('field'))
}

export function useEditing(view: () => DialogView) {
  const shared = useShared()
  const now = useNow()
  const acts = useMessageActs()
  const edition = computed(() => editions.get(view().id) ?? null)
  const most = computed(() => view().can.text)

  const isReady = computed(() => {
    const text = edition.value?.text ?? ''
    const isThere = text.trim() !== '' || edition.value?.message.kind === 'files'
    return isThere && (most.value === null || text.length <= most.value)
  })
  /** How long the channel still lets it be changed; null: for ever. */
  const leftMs = computed(() => {
    const withinMs = view().can.edit?.withinMs ?? null
    if (edition.value === null || withinMs === null) return null
    return Math.max(0, edition.value.message.at + withinMs - now.value)
  })

  function leave(): boolean {
    return editions.delete(view().id)
  }

  function write(text: string): boolean {
    if (edition.value === null) return false
    editions.set(view().id, { ...edition.value, text })
    return true
  }

  /** false: nothing is being edited. What the server refuses comes back into the field, unless another edit has begun. */
  function send(): boolean {
    const edited = edition.value
    if (edited === null) return false
    if (!isReady.value) return true
    const { message } = edited
    const text = edited.text.trim()
    leave()
    if (text === message.text) return true
    void acts.edit(message.id, text).then((done) => {
      if (!done && !editions.has(message.dialog)) beginEditing(message, text)
    })
    return true
  }

  /** ↑ in an empty field: my last message, while it can be changed. */
  function beginLast(event: KeyboardEvent): void {
    const field = event.target as HTMLTextAreaElement
    if (field.value !== '' || edition.value !== null || event.isComposing) return
    const me = shared.value.member?.id ?? null
    const last = stretches
      .get(view().id)
      ?.items.findLast(
        ({ from, author, deleted }) => from === 'member' && author?.id === me && !deleted
      )
    const present = { can: view().can, me, now: Date.now() }
    if (last === undefined || mayEdit(last, present) !== 'yes') return
    event.preventDefault()
    beginEditing(last)
  }

  return { edition, isReady, leftMs, leave, write, send, beginLast }
}
