/** What a person does with a message that is there: shown at once, undone visibly when the server refuses. */
import type { MessageView } from '@app/inbox/views'
import { applyMessages, wishes, type Wish } from '~/stores/live'
import { request, type Method } from './http.ts'
import { useNotify } from './use_notify.ts'

type Call = { readonly method: Method; readonly path: string; readonly body?: object }

export function useMessageActs() {
  const notify = useNotify()

  /** false: refused, and everything is as before. */
  async function act(id: string, wish: Wish, { method, path, body }: Call): Promise<boolean> {
    wishes.set(id, wish)
    try {
      applyMessages([await request<MessageView>(method, `/inbox/messages/${id}${path}`, body)])
      return true
    } catch (error) {
      notify.failed(error)
      return false
    } finally {
      // A newer wish waits for its own answer.
      if (wishes.get(id) === wish) wishes.delete(id)
    }
  }

  return {
    edit: (id: string, text: string) =>
      act(id, { act: 'edit', text, emoji: null }, { method: 'PATCH', path: '', body: { text } }),
    remove: (id: string) =>
      act(id, { act: 'remove', text: null, emoji: null }, { method: 'DELETE', path: '' }),
    react: (id: string, emoji: string | null) =>
      act(
        id,
        { act: 'react', text: null, emoji },
        { method: 'PUT', path: '/reaction', body: { emoji } }
      ),
    async settle(id: string, decision: 'repeat' | 'forget'): Promise<void> {
      try {
        const path = `/inbox/messages/${id}/acts`
        applyMessages([await request<MessageView>('POST', path, { decision })])
      } catch (error) {
        notify.failed(error)
      }
    },
  }
}
