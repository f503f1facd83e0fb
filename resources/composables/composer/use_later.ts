/** What is written goes at a later time; it stays in the field until the server has it. */
import { v7 as uuidv7 } from 'uuid'
import { useI18n } from '../i18n.ts'
import type { ToSend } from '../outgoing_queue.ts'
import { useFormats } from '../use_formats.ts'
import { useNotify } from '../use_notify.ts'
import { later } from '../use_scheduled.ts'
import { dropUpload, uploaded } from '../use_uploads.ts'

type Said = Pick<ToSend, 'text' | 'uploads' | 'replyTo' | 'subject'>

export function useLater(dialog: () => string) {
  const { t } = useI18n()
  const { full } = useFormats()
  const notify = useNotify()

  /** false: refused, and the person has been told why. */
  return async function sendLater({ uploads, ...said }: Said, dueAt: number): Promise<boolean> {
    try {
      const files = await uploaded(uploads)
      const named = files.map(({ media, name, as }) => ({ media, name, as }))
      await later.add(dialog(), { ...said, id: uuidv7(), files: named, dueAt })
      uploads.forEach(dropUpload)
      notify.done(t('inbox.later.planned', { at: full(dueAt) }))
      return true
    } catch (error) {
      notify.failed(error)
      return false
    }
  }
}
