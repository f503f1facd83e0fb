/** What a person does with replies in the list; a deletion is taken back by a press. */
import type { ReplyHit } from '@app/replies/views'
import { useToast } from '@nuxt/ui/composables/useToast'
import { stepped } from '~/components/replies/section_options'
import { request } from './http.ts'
import { useI18n } from './i18n.ts'
import { useNotify } from './use_notify.ts'

export function useReplyChanges(list: () => readonly ReplyHit[], changed: () => void) {
  const { t } = useI18n()
  const toast = useToast()
  const notify = useNotify()

  async function attempt(act: () => Promise<unknown>): Promise<boolean> {
    try {
      await act()
      return true
    } catch (error) {
      notify.failed(error)
      return false
    } finally {
      changed()
    }
  }

  async function step(reply: ReplyHit, by: -1 | 1): Promise<void> {
    const ids = list().map(({ id }) => id)
    const to = stepped(ids, reply.id, by)
    if (to === undefined) return
    const body = { section: reply.section, ...to }
    await attempt(() => request('POST', `/replies/${reply.id}/move`, body))
  }

  async function remove(reply: ReplyHit): Promise<void> {
    const siblings = list().filter(({ section }) => section === reply.section)
    const before = siblings[siblings.indexOf(reply) + 1]?.id
    if (!(await attempt(() => request('DELETE', `/replies/${reply.id}`)))) return
    toast.add({
      title: t('replies.deleted', { title: reply.title }),
      duration: 8_000,
      actions: [
        {
          label: t('replies.undo'),
          color: 'neutral',
          variant: 'outline',
          onClick: () => void putBack(reply, before),
        },
      ],
    })
  }

  /** The same id in the same place. */
  async function putBack(reply: ReplyHit, before: string | undefined): Promise<void> {
    const { id, section, title, text, questions, attachments } = reply
    const body = {
      id,
      section,
      title,
      text,
      questions,
      attachments: attachments.map(({ media, name, as }) => ({ media, name, as })),
      ...(before === undefined ? {} : { before }),
    }
    await attempt(() => request('POST', '/replies', body))
  }

  return { step, remove }
}
