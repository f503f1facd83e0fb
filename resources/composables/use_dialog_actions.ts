/** What a person does with a dialog: shown at once, undone visibly when the server refuses, taken back by one press. */
import type { DialogRow } from '@app/inbox/views'
import { dialogs, live } from '~/stores/live'
import { request } from './http.ts'
import { useI18n } from './i18n.ts'
import { useNotify } from './use_notify.ts'
import { countSoon, pullChanges } from './use_live.ts'
import { useShared } from './use_shared.ts'

/** How to take back what was done; null: it can't be, or nothing was. */
export type Undo = (() => Promise<unknown>) | null

type Closed = { readonly ticket: string | null; readonly unanswered: boolean }

export function useDialogActions() {
  const notify = useNotify()
  const shared = useShared()
  const { t } = useI18n()

  /** Throws what the server refuses, after the row has been put back. */
  async function change<Answer>(
    id: string,
    shown: Partial<DialogRow>,
    path: string,
    body: object = {}
  ): Promise<Answer> {
    const before = dialogs.get(id)
    if (before !== undefined) dialogs.set(id, { ...before, ...shown })
    try {
      const answer = await request<Answer>('POST', `/inbox/dialogs/${id}/${path}`, body)
      if (live.seq >= 0) void pullChanges()
      countSoon()
      return answer
    } catch (error) {
      const now = dialogs.get(id)
      if (before !== undefined && now?.seq === before.seq) dialogs.set(id, before)
      throw error
    }
  }

  /** Each does one thing to one dialog, and says how it is taken back. */
  const acts = {
    async noReplyNeeded(id: string): Promise<Undo> {
      await change(id, { unanswered: false, returned: false }, 'no-reply-needed')
      return () => change(id, { unanswered: true }, 'reply-needed')
    },
    async replyNeeded(id: string): Promise<Undo> {
      await change(id, { unanswered: true }, 'reply-needed')
      return () => change(id, { unanswered: false }, 'no-reply-needed')
    },
    async close(id: string): Promise<Undo> {
      const shown = { unanswered: false, returned: false, snoozedUntil: null }
      const closed = await change<Closed>(id, shown, 'close')
      if (closed.ticket === null && !closed.unanswered) return null
      return () => change(id, { unanswered: closed.unanswered }, 'reopen', closed)
    },
    async assign(id: string, responsible: string | null): Promise<Undo> {
      const before = dialogs.get(id)?.responsible ?? null
      await change(id, { responsible }, 'assign', { responsible })
      return () => change(id, { responsible: before }, 'assign', { responsible: before })
    },
    async tag(id: string, add: readonly string[], remove: readonly string[]): Promise<Undo> {
      const before = dialogs.get(id)?.tags ?? []
      const added = add.filter((tag) => !before.includes(tag))
      const removed = remove.filter((tag) => before.includes(tag))
      const tags = [...before.filter((tag) => !removed.includes(tag)), ...added]
      await change(id, { tags }, 'tag', { add: added, remove: removed })
      return () => change(id, { tags: before }, 'tag', { add: removed, remove: added })
    },
    async pin(id: string, on: boolean): Promise<Undo> {
      await change(id, { pinned: on }, 'pin', { on })
      return () => change(id, { pinned: !on }, 'pin', { on: !on })
    },
    async snooze(id: string, until: number | null): Promise<Undo> {
      const before = dialogs.get(id)?.snoozedUntil ?? null
      await change(id, { snoozedUntil: until, returned: false }, 'snooze', { until })
      return () => change(id, { snoozedUntil: before }, 'snooze', { until: before })
    },
    async blacklist(id: string, on: boolean): Promise<Undo> {
      const shown = on ? { unanswered: false, unread: 0, snoozedUntil: null } : {}
      await change(id, { blacklisted: on, ...shown }, 'blacklist', { on })
      return () => change(id, { blacklisted: !on }, 'blacklist', { on: !on })
    },
    async read(id: string): Promise<Undo> {
      await change(id, { unread: 0, bookmarked: false }, 'read')
      return () => change(id, { bookmarked: true }, 'unread')
    },
    async unread(id: string): Promise<Undo> {
      await change(id, { bookmarked: true }, 'unread')
      return () => change(id, { unread: 0, bookmarked: false }, 'read')
    },
  }

  /** Tells how it went; `said` offers to take it back. */
  async function run(doing: Promise<Undo>, said?: string): Promise<void> {
    try {
      const undo = await doing
      if (undo !== null && said !== undefined)
        notify.undoable(said, () => run(undo().then(() => null)))
    } catch (error) {
      notify.failed(error)
    }
  }

  return {
    acts,
    markRead: (id: string, upTo?: string) =>
      run(
        change(
          id,
          { unread: 0, bookmarked: false },
          'read',
          upTo === undefined ? {} : { upTo }
        ).then(() => null)
      ),
    markUnread: (id: string) => run(acts.unread(id)),
    noReplyNeeded: (id: string) => run(acts.noReplyNeeded(id), t('inbox.done.no_reply_needed')),
    replyNeeded: (id: string) => run(acts.replyNeeded(id)),
    closeTicket: (id: string) => run(acts.close(id), t('inbox.done.close')),
    assign: (id: string, member: string | null, name: string) =>
      run(
        acts.assign(id, member),
        t(member === null ? 'inbox.done.unassign' : 'inbox.done.assign', { name })
      ),
    assignToMe: (id: string) => run(acts.assign(id, shared.value.member?.id ?? null)),
    pin: (id: string, on: boolean) => run(acts.pin(id, on)),
    snooze: (id: string, until: number | null) =>
      run(acts.snooze(id, until), until === null ? undefined : t('inbox.done.snooze')),
    blacklist: (id: string, on: boolean) =>
      run(acts.blacklist(id, on), t(on ? 'inbox.done.blacklist' : 'inbox.done.unblacklist')),
  }
}

export type DialogActions = ReturnType<typeof useDialogActions>
