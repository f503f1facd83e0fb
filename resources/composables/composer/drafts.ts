/** Drafts of this tab, and what they have to do with the server, other tabs and a reload. */
import type {
  DraftAnswer,
  DraftView,
  MessageView,
  OwnDraft,
  SavedDraft,
  UploadView,
} from '@app/inbox/views'
import { effectScope, reactive, watch, type EffectScope } from 'vue'
import { dialogs, live } from '~/stores/live'
import { NoAnswer, Refused, request, requestLast } from '../http.ts'
import { places } from '../places.ts'
import { dropUpload, findUpload, keepStored, stored } from '../use_uploads.ts'
import { DraftKeeper, type Content, type Kept } from './draft_keeper.ts'
import { onDevice } from './on_device.ts'

export type Quote = NonNullable<MessageView['replyTo']>
export type Draft = { text: string; subject: string; uploads: string[]; quote: Quote | null }

type Held = { readonly draft: Draft; readonly keeper: DraftKeeper; readonly scope: EffectScope }

/** Of the dialog that is about to begin: it has no place on the server yet. */
export const newDialog = 'new'

const excerptLength = 80

const held = new Map<string, Held>()
/** With what only the server knows, so that a reload without a connection shows it too. */
type KeptWhole = Kept & { readonly quote: Quote | null; readonly views: readonly UploadView[] }
const kept = onDevice<KeptWhole>('draft')
/** Which dialog the field on screen belongs to. */
let inField = ''

export function draftOf(dialog: string): Draft {
  return hold(dialog).draft
}

export function fieldShows(dialog: string): void {
  if (inField !== '' && inField !== dialog) void held.get(inField)?.keeper.flush()
  inField = dialog
}

/** The stamp to be sent along with the message. */
export function draftSent(dialog: string): number {
  showInList(dialog, null)
  return hold(dialog).keeper.sent()
}

export function draftUnderWay(dialog: string, rev: number): void {
  hold(dialog).keeper.noteSent(rev)
}

export function takeDraftBack(dialog: string): void {
  hold(dialog).keeper.takeBack()
}

export function adoptDraft(dialog: string, draft: DraftView | null, askedAt: number): void {
  hold(dialog).keeper.adopt(draft, askedAt)
}

/** A hint of the stream: another tab or device of this person has written. */
export function hearDraft(dialog: string, member: string, rev: number): void {
  if (member !== live.member) return
  const known = held.get(dialog)
  if (known !== undefined ? rev <= known.keeper.rev : !dialogs.has(dialog)) return
  const askedAt = Date.now()
  request<DraftAnswer>('GET', `/inbox/dialogs/${dialog}/draft`).then(
    ({ excerpt, draft }) => {
      showInList(dialog, excerpt)
      held.get(dialog)?.keeper.adopt(draft, askedAt)
    },
    // The next load of the dialog brings it.
    () => {}
  )
}

/** The stream is there, again or for the first time: what was said before is not said again. */
export function catchUpDrafts(): void {
  const { company, member } = live
  request<{ data: readonly OwnDraft[] }>('GET', '/inbox/drafts').then(
    ({ data }) => {
      if (company !== live.company || member !== live.member) return
      for (const { dialog, excerpt, rev } of data) {
        const known = held.get(dialog)
        if (known === undefined) showInList(dialog, excerpt)
        else hearDraft(dialog, member, rev)
      }
    },
    () => {}
  )
}

function hold(dialog: string): Held {
  const known = held.get(dialog)
  if (known !== undefined) return known
  const draft = reactive<Draft>({ text: '', subject: '', uploads: [], quote: null })
  const scope = effectScope(true)
  const keeper = keeperOf(dialog, draft)
  const made = { draft, keeper, scope }
  held.set(dialog, made)
  if (dialog === newDialog) return made
  const before = kept.get(dialog)
  if (before !== null) {
    fill(draft, { ...before, files: before.views, replyTo: before.quote })
    keeper.restore(before)
  }
  scope.run(() =>
    watch(
      () => JSON.stringify(contentOf(draft)),
      () => keeper.changed()
    )
  )
  return made
}

function keeperOf(dialog: string, draft: Draft): DraftKeeper {
  const path = `/inbox/dialogs/${dialog}/draft`
  return new DraftKeeper({
    read: () => contentOf(draft),
    fill: (view) => fill(draft, view),
    isInHand: () =>
      inField === dialog && document.hasFocus() && document.activeElement?.id === places.field,
    put: (body) => request<SavedDraft>('PUT', path, body),
    putLast: (body) => requestLast('PUT', path, body),
    keep: (value) => keepOnDevice(dialog, draft, value),
    saved: (content) => showInList(dialog, excerptOf(content)),
    judge: (error) =>
      error instanceof NoAnswer ? 'again' : isSessionOver(error) ? 'keep' : 'drop',
    now: Date.now,
  })
}

function keepOnDevice(dialog: string, draft: Draft, value: Kept | null): void {
  if (value !== null)
    return kept.set(dialog, { ...value, quote: draft.quote, views: viewsOf(draft) })
  // What another tab has put there since is for that tab to take away.
  const there = kept.get(dialog)
  if (there !== null && there.rev <= (held.get(dialog)?.keeper.rev ?? 0)) kept.set(dialog, null)
}

const isSessionOver = (error: unknown): boolean =>
  error instanceof Refused && error.problem.status === 401

function contentOf(draft: Draft): Content {
  const files = viewsOf(draft).map(({ media, name, as }) => ({ media, name, as }))
  return { text: draft.text, subject: draft.subject, files, replyTo: draft.quote?.id ?? null }
}

function viewsOf(draft: Draft): readonly UploadView[] {
  return draft.uploads.flatMap((id) => stored(findUpload(id)) ?? [])
}

/** What is still loading belongs to this tab alone, and stays. */
function fill(draft: Draft, view: Omit<DraftView, 'updatedAt'> | null): void {
  const loading = draft.uploads.filter((id) => findUpload(id)?.state !== 'done')
  draft.text = view?.text ?? ''
  draft.subject = view?.subject ?? ''
  draft.quote = view?.replyTo ?? null
  const files = view?.files ?? []
  draft.uploads = [...files.map((file) => keepStored(file).id), ...loading]
}

function excerptOf({ text, subject, files }: Content): string | null {
  const shown = text.trim() || files[0]?.name || subject.trim()
  return shown ? shown.replace(/\s+/g, ' ').slice(0, excerptLength) : null
}

function showInList(dialog: string, draft: string | null): void {
  const row = dialogs.get(dialog)
  if (row !== undefined && row.draft !== draft) dialogs.set(dialog, { ...row, draft })
}

/** The company or the person changes: what isn't on the server yet stays on this device for them. */
export function leaveDrafts(): void {
  for (const { keeper, scope, draft } of held.values()) {
    scope.stop()
    keeper.stop()
    draft.uploads.forEach(dropUpload)
  }
  held.clear()
  inField = ''
}

/** What an earlier page could not bring to the server. */
export function restoreDrafts(): void {
  for (const [dialog] of kept.all()) hold(dialog)
}

const flushAll = (): void => {
  for (const { keeper } of held.values()) void keeper.flush()
}
window.addEventListener('online', flushAll)
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') flushAll()
})
window.addEventListener('pagehide', () => {
  for (const [dialog, { keeper }] of held) if (dialog !== newDialog) keeper.leave()
})
