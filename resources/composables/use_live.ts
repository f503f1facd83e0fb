/** Keeps stores/live.ts true: hints say that something changed, the change itself is asked for by number. */
import type { Changes, Counters, LiveHint } from '@app/inbox/views'
import { onBeforeUnmount, onMounted, watch } from 'vue'
import { accountStates, applyChanges, forget, live, typing, views } from '~/stores/live'
import { catchUpDrafts, hearDraft } from './composer/drafts.ts'
import { request } from './http.ts'
import { joinLiveStream } from './shared_stream.ts'

const lostAfterMs = 3_000
const typingForMs = 6_000
const retryPullMs = 2_000

let wantedSeq = 0
let pulling = false
let lostTimer: ReturnType<typeof setTimeout> | undefined
let countTimer: ReturnType<typeof setTimeout> | undefined

/** Asks for everything after the last number, as often as needed; never twice at once. */
export async function pullChanges(upTo = live.seq + 1): Promise<void> {
  wantedSeq = Math.max(wantedSeq, upTo)
  if (pulling) return
  pulling = true
  const company = live.company
  try {
    while (company === live.company) {
      const after = live.seq
      const changes = await request<Changes>('GET', `/inbox/changes?after=${after}`)
      if (company !== live.company) return
      // Something older came meanwhile: what lies between is asked for as well.
      if (live.seq < after) continue
      applyChanges(changes)
      if (live.seq >= wantedSeq || live.seq === after) break
    }
    wantedSeq = live.seq
    countSoon()
  } catch {
    if (live.connection === 'live') setTimeout(() => void pullChanges(), retryPullMs)
  } finally {
    pulling = false
  }
}

/** Several changes in a row cost one question. */
export function countSoon(): void {
  clearTimeout(countTimer)
  countTimer = setTimeout(() => {
    const { company } = live
    request<Counters>('GET', '/inbox/counters').then(
      (counters) => {
        if (company !== live.company) return
        live.counters = counters
        startFrom(counters.seq)
      },
      () => {}
    )
  }, 300)
}

/** The first list, or on a page without one the first counters, bring the number to begin from; what was announced meanwhile is fetched at once. */
export function startFrom(seq: number): void {
  if (live.seq >= 0) return
  live.seq = seq
  live.freshAt = Date.now()
  if (wantedSeq > seq) void pullChanges(wantedSeq)
}

/**
 * A page of rows or messages is as old as its number, and may come after younger answers that it wasn't there for. Then all
 * since is asked for once more: a change that is applied twice does no harm.
 */
export function followFrom(seq: number): void {
  if (live.seq < 0) return startFrom(seq)
  if (seq >= live.seq) return
  const upTo = live.seq
  live.seq = seq
  void pullChanges(upTo)
}

function hear(hint: LiveHint): void {
  if (hint.type === 'changed') {
    live.announced = hint.seq
    if (live.seq >= 0 && hint.seq > live.seq) void pullChanges(hint.seq)
    if (live.seq >= 0) return
    wantedSeq = Math.max(wantedSeq, hint.seq)
    countSoon()
  } else if (hint.type === 'account') {
    accountStates.set(hint.account, hint.state)
    for (const [id, view] of views) if (view.account === hint.account) views.delete(id)
  } else if (hint.type === 'draft') {
    hearDraft(hint.dialog, hint.member, hint.rev)
  } else if (hint.on) {
    typing.set(hint.dialog, { who: hint.who, until: Date.now() + typingForMs })
    setTimeout(() => dropTyping(hint.dialog), typingForMs + 50)
  } else typing.delete(hint.dialog)
}

function dropTyping(dialog: string): void {
  const known = typing.get(dialog)
  if (known !== undefined && known.until <= Date.now()) typing.delete(dialog)
}

function turnLive(): void {
  clearTimeout(lostTimer)
  lostTimer = undefined
  live.connection = 'live'
  catchUpDrafts()
  // A page that hasn't loaded its first list has no number to ask from: the list brings it.
  if (live.seq >= 0) void pullChanges()
  else countSoon()
}

function turnLost(): void {
  lostTimer ??= setTimeout(() => (live.connection = 'lost'), lostAfterMs)
}

/** Of the layout: lives as long as somebody is signed in to this company. */
export function useLive(company: () => string): void {
  let leave: () => void = () => {}
  const look = (): void => {
    if (document.visibilityState === 'visible' && live.seq >= 0) void pullChanges()
  }
  // Before the page below begins to load: what it loads belongs to this company.
  watch(
    company,
    (id) => {
      leave()
      if (live.company !== id) {
        forget(id)
        wantedSeq = 0
      }
      countSoon()
      leave = joinLiveStream(id, { onHint: hear, onLive: turnLive, onLost: turnLost })
    },
    { immediate: true }
  )
  onMounted(() => document.addEventListener('visibilitychange', look))
  onBeforeUnmount(() => {
    leave()
    clearTimeout(lostTimer)
    lostTimer = undefined
    document.removeEventListener('visibilitychange', look)
  })
}
