/** Sends what the composer gave, per dialog in order, with the same id in every repeat: a bad network can't double a message. */
import type { MessageView, SendBody } from '@app/inbox/views'
import { reactive } from 'vue'
import { applyMessages, outgoing, type Outgoing } from '~/stores/live'
import { afterPaint } from './after_paint.ts'
import { NoAnswer, request } from './http.ts'
import { dropUpload, repeatUpload, uploaded } from './use_uploads.ts'

const firstWaitMs = 1_000
const longestWaitMs = 15_000

const working = new Set<string>()
const wakers = new Set<() => void>()

export type Draft = Omit<SendBody, 'files'> & { readonly uploads: readonly string[] }

export function sendSoon(dialog: string, { uploads, ...body }: Draft): void {
  outgoing.push(
    reactive({
      dialog,
      at: Date.now(),
      body: { ...body, files: [] },
      uploads,
      state: 'waiting',
      refusal: null,
    }) as Outgoing
  )
  void work(dialog)
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
  const index = outgoing.findIndex(({ body }) => body.id === id)
  if (index < 0) return
  outgoing[index]?.uploads.forEach(dropUpload)
  outgoing.splice(index, 1)
}

export const hasUnsent = (): boolean => outgoing.some(({ state }) => state !== 'refused')

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
    const body: SendBody = {
      ...one.body,
      files: files.map(({ media, name, as }) => ({ media, name, as })),
    }
    const path = `/inbox/dialogs/${one.dialog}/messages`
    applyMessages([await request<MessageView>('POST', path, body)])
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

window.addEventListener('online', () => [...wakers].forEach((wake) => wake()))
window.addEventListener('beforeunload', (event) => {
  if (hasUnsent()) event.preventDefault()
})
