/** Sends what the composer gave, per dialog in order, with the same id in every repeat: a bad network can't double a message. */
import type { MessageView, SendBody } from '@app/inbox/views'
import { reactive, watch } from 'vue'
import { applyMessages, live, outgoing, type Outgoing } from '~/stores/live'
import { afterPaint } from './after_paint.ts'
import { draftOf, draftUnderWay, takeDraftBack } from './composer/drafts.ts'
import { onDevice } from './composer/on_device.ts'
import { livingTabs, thisTab } from './composer/tabs.ts'
import { NoAnswer, Refused, request } from './http.ts'
import {
  dropUpload,
  findUploads,
  keepStored,
  repeatUpload,
  stored,
  uploaded,
} from './use_uploads.ts'

const firstWaitMs = 1_000
const longestWaitMs = 15_000

const working = new Set<string>()
const wakers = new Set<() => void>()

/** A message that waits outlives a reload; a file that wasn't uploaded doesn't. */
type Kept = Pick<Outgoing, 'dialog' | 'at' | 'body' | 'lost' | 'closes'> & { readonly tab: string }
const kept = onDevice<Kept>('outgoing')

export type ToSend = Omit<SendBody, 'files'> & { readonly uploads: readonly string[] }

export function sendSoon(dialog: string, { uploads, ...body }: ToSend, closes = false): void {
  const one: Outgoing = {
    dialog,
    at: Date.now(),
    body: { ...body, files: [] },
    uploads,
    lost: [],
    closes,
    state: 'waiting',
    refusal: null,
  }
  outgoing.push(reactive(one) as Outgoing)
  keep(one)
  void work(dialog)
}

function keep({ dialog, at, body, uploads, closes }: Outgoing): void {
  const files = findUploads(uploads)
  const lost = files.filter(({ view }) => view === null).map(({ name }) => name)
  kept.set(body.id, {
    dialog,
    at,
    body: { ...body, files: [...body.files, ...files.flatMap((one) => fileOf(one))] },
    lost,
    closes,
    tab: thisTab,
  })
}

function fileOf(upload: Parameters<typeof stored>[0]): SendBody['files'] {
  const view = stored(upload)
  return view === null ? [] : [{ media: view.media, name: view.name, as: view.as }]
}

/** What an earlier page of this browser left: sent again by the same id, unless another tab still has it in hand. */
export async function restoreOutgoing(): Promise<void> {
  const { company } = live
  const alive = await livingTabs()
  if (company !== live.company) return
  const left = kept
    .all()
    .map(([, one]) => one)
    .filter(({ tab, body }) => {
      return (
        (tab === thisTab || !alive.has(tab)) && !outgoing.some((one) => one.body.id === body.id)
      )
    })
    .sort((one, other) => one.at - other.at)
  for (const { tab: _tab, ...one } of left) {
    kept.set(one.body.id, { ...one, tab: thisTab })
    if (one.body.draft !== undefined) draftUnderWay(one.dialog, one.body.draft)
    const state = one.lost.length > 0 ? 'refused' : 'waiting'
    outgoing.push(reactive({ ...one, uploads: [], state, refusal: null }) as Outgoing)
  }
  for (const dialog of new Set(left.map((one) => one.dialog))) void work(dialog)
}

/** After a refusal: the same message again. */
export function sendAgain(id: string): void {
  const one = outgoing.find(({ body }) => body.id === id)
  if (one === undefined) return
  one.uploads.forEach(repeatUpload)
  Object.assign(one, { state: 'waiting', refusal: null })
  void work(one.dialog)
}

export function discard(id: string): void {
  const one = takeOut(id)
  one?.uploads.forEach(dropUpload)
}

/** Given up, and what was written stands in the field again, before what was typed since. */
export function backToField(id: string): void {
  const one = takeOut(id)
  if (one === undefined) return
  const draft = draftOf(one.dialog)
  draft.text = [one.body.text, draft.text].filter((text) => text !== '').join('\n')
  const files = one.body.files.map((file) => keepStored({ ...file, mime: '', bytes: 0 }).id)
  draft.uploads = [...files, ...one.uploads, ...draft.uploads]
}

function takeOut(id: string): Outgoing | undefined {
  const index = outgoing.findIndex(({ body }) => body.id === id)
  const [one] = index < 0 ? [] : outgoing.splice(index, 1)
  if (one?.body.draft !== undefined) takeDraftBack(one.dialog)
  return one
}

async function work(dialog: string): Promise<void> {
  if (working.has(dialog)) return
  working.add(dialog)
  let waitMs = firstWaitMs
  try {
    for (let one = next(dialog); one !== undefined; one = next(dialog)) {
      if (await send(one)) waitMs = firstWaitMs
      else {
        await pause(waitMs)
        waitMs = Math.min(longestWaitMs, waitMs * 2)
      }
    }
  } finally {
    working.delete(dialog)
  }
}

const next = (dialog: string): Outgoing | undefined =>
  outgoing.find((one) => one.dialog === dialog && one.state !== 'refused')

/** false: not reached, to be repeated. */
async function send(one: Outgoing): Promise<boolean> {
  try {
    // The bubble first.
    await afterPaint()
    const files = await uploaded(one.uploads)
    if (!outgoing.includes(one)) return true
    keep(one)
    const body: SendBody = {
      ...one.body,
      files: [...one.body.files, ...files.map(({ media, name, as }) => ({ media, name, as }))],
    }
    const path = `/inbox/dialogs/${one.dialog}`
    const message = await request<MessageView>('POST', `${path}/messages`, body)
    if (one.closes) await request('POST', `${path}/close`, {}).catch(unlessLost)
    applyMessages([message])
    one.uploads.forEach(dropUpload)
    return true
  } catch (error) {
    if (error instanceof NoAnswer) {
      one.state = 'waiting'
      one.uploads.forEach(repeatUpload)
      return false
    }
    Object.assign(one, { state: 'refused', refusal: error })
    return true
  }
}

/** The answer went out all the same: a ticket that can't be closed is no reason to repeat it. */
function unlessLost(error: unknown): void {
  if (!(error instanceof Refused)) throw error
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const wake = (): void => {
      clearTimeout(timer)
      wakers.delete(wake)
      resolve()
    }
    const timer = setTimeout(wake, ms)
    wakers.add(wake)
  })
}

// Confirmed or given up. Where the company has changed, this is another one's name, and nothing of the old is touched.
watch(
  () => outgoing.map(({ body }) => body.id),
  (now, before) => {
    for (const id of before) if (!now.includes(id)) kept.set(id, null)
  }
)

window.addEventListener('online', () => [...wakers].forEach((wake) => wake()))
document.addEventListener('visibilitychange', () => {
  // What a closed tab left behind.
  if (document.visibilityState === 'visible' && live.member !== '') void restoreOutgoing()
})
window.addEventListener('beforeunload', (event) => {
  const losesFiles = outgoing.some(
    ({ state, uploads }) =>
      state !== 'refused' && findUploads(uploads).some(({ view }) => view === null)
  )
  if (losesFiles) event.preventDefault()
})
