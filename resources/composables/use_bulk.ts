/** One action on many dialogs: a few at a time, with progress, what was refused, and one Undo for all of it. */
import { reactive } from 'vue'
import { useI18n } from './i18n.ts'
import type { Undo } from './use_dialog_actions.ts'
import { useNotify } from './use_notify.ts'

/** The server does so many commands of one company at once. */
const atOnce = 2

export function useBulk() {
  const notify = useNotify()
  const { t } = useI18n()
  const progress = reactive({ done: 0, of: 0 })
  let stopping = false

  async function inTurn<Task>(tasks: readonly Task[], work: (task: Task) => Promise<void>) {
    const waiting = [...tasks]
    const next = async (): Promise<void> => {
      for (let task = waiting.shift(); task !== undefined && !stopping; task = waiting.shift()) {
        await work(task)
        progress.done++
      }
    }
    await Promise.all(Array.from({ length: atOnce }, next))
  }

  /** Resolves when all is done, stopped or refused; never throws. */
  async function run(
    ids: readonly string[],
    act: (id: string) => Promise<Undo>,
    said: (n: number) => string
  ): Promise<void> {
    if (progress.of > 0) return
    stopping = false
    Object.assign(progress, { done: 0, of: ids.length })
    const undos: (() => Promise<unknown>)[] = []
    let refusal: unknown
    let done = 0
    await inTurn(ids, async (id) => {
      try {
        const undo = await act(id)
        if (undo !== null) undos.push(undo)
        done++
      } catch (error) {
        refusal = error
      }
    })
    Object.assign(progress, { done: 0, of: 0 })
    if (refusal !== undefined) notify.failed(refusal)
    if (done === 0) return
    const words =
      refusal === undefined ? said(done) : t('inbox.bulk.partly', { done, of: ids.length })
    if (undos.length > 0) notify.undoable(words, () => void undoAll(undos))
    else notify.done(words)
  }

  async function undoAll(undos: readonly (() => Promise<unknown>)[]): Promise<void> {
    stopping = false
    Object.assign(progress, { done: 0, of: undos.length })
    let refusal: unknown
    await inTurn(undos, async (undo) => {
      await undo().catch((error: unknown) => (refusal = error))
    })
    Object.assign(progress, { done: 0, of: 0 })
    if (refusal !== undefined) notify.failed(refusal)
  }

  return { progress, run, stop: () => void (stopping = true) }
}
