import { v7 } from 'uuid'
import type { Things } from '../support/foreign_things.ts'

/**
 * What every route must do for strangers. `foreign`: asked with another company's ids by somebody signed in elsewhere.
 * `refused`: as if it did not exist. `own`: the route names nothing of a company, and answers about the asker's own.
 */
export type Expectation = {
  readonly signedOut: 'open' | 'refused'
  readonly foreign?: 'refused' | 'own'
  readonly adminsOnly?: true
  ids?(things: Things): { readonly [param: string]: string }
  body?(things: Things): unknown
}

const open: Expectation = { signedOut: 'open' }
const own: Expectation = { signedOut: 'refused', foreign: 'own' }

function refused(
  ids: Expectation['ids'],
  rest: Pick<Expectation, 'adminsOnly' | 'body'> = {}
): Expectation {
  return { signedOut: 'refused', foreign: 'refused', ...(ids ? { ids } : {}), ...rest }
}

const line = (things: Things) => ({ id: things.line })
const account = (things: Things) => ({ id: things.account })
const login = (things: Things) => ({ id: things.login })
const deadEvent = (things: Things) => ({ id: things.deadEvent })
const dialog = (things: Things) => ({ id: things.dialog })
const message = (things: Things) => ({ id: things.message })
const tag = (things: Things) => ({ id: things.tag })
const view = (things: Things) => ({ id: things.view })
const scheduled = (things: Things) => ({ id: things.scheduled })
const replySection = (things: Things) => ({ id: things.replySection })
const reply = (things: Things) => ({ id: things.reply })
const macro = (things: Things) => ({ id: things.macro })
const aMacro = () => ({ name: 'Stolen', shared: true, steps: [{ do: 'close' }] })
const aReply = { title: 'Stolen', text: 'Stolen' }
const admins = { adminsOnly: true } as const
const said = () => ({ id: v7(), text: 'Stolen' })

export const expectations: { readonly [route: string]: Expectation } = {
  'GET /': own,
  'GET /setup': open,
  'POST /setup': open,
  'GET /sign-up': open,
  'POST /sign-up': open,
  'GET /sign-in': open,
  'POST /sign-in': open,
  'POST /sign-out': open,

  'GET /settings/profile': own,
  'GET /settings/alerts': own,
  'GET /settings/keys': own,
  'PUT /me/preferences': { ...own, body: () => ({ theme: 'dark' }) },
  'POST /companies/:id/enter': refused(({ company }) => ({ id: company })),

  'PATCH /company': { ...own, ...admins, body: () => ({ timeZone: 'Asia/Omsk' }) },

  'GET /lines': own,
  'GET /lines/:id': refused(line),
  'GET /accounts/:id': refused(account),
  'POST /lines': { ...own, ...admins, body: () => ({ name: 'New' }) },
  'PATCH /lines/:id': refused(line, { ...admins, body: () => ({ name: 'Stolen' }) }),
  'PATCH /accounts/:id': refused(account, { ...admins, body: () => ({ name: 'Stolen' }) }),
  'PUT /accounts/:id/pacing': refused(account, { ...admins, body: () => ({ intervalMs: 60_000 }) }),
  'POST /accounts/:id/pause': refused(account, admins),
  'POST /accounts/:id/resume': refused(account, admins),
  'POST /accounts/:id/restart': refused(account, admins),
  'DELETE /accounts/:id': refused(account, admins),

  'GET /accounts/:id/queue': refused(account),
  'GET /accounts/:id/queue/state': refused(account),
  // With a row of another company, from an account of one's own: tests/functional/queue.spec.ts.
  'POST /accounts/:id/queue/pause': refused(account, { ...admins, body: () => ({}) }),
  'POST /accounts/:id/queue/resume': refused(account, { ...admins, body: () => ({}) }),
  'POST /accounts/:id/queue/cancel': refused(account, {
    ...admins,
    body: () => ({ rows: ['1'] }),
  }),
  'POST /accounts/:id/queue/cancel-batch': refused(account, {
    ...admins,
    body: () => ({ batch: 'stolen' }),
  }),
  'POST /accounts/:id/queue/retry': refused(account, { ...admins, body: () => ({ row: '1' }) }),
  'POST /accounts/:id/queue/retry-all': refused(account, admins),
  'POST /accounts/:id/queue/decide': refused(account, {
    ...admins,
    body: () => ({ row: '1', decision: 'give_up' }),
  }),

  'POST /lines/:id/logins': refused(line, {
    ...admins,
    body: () => ({ plugin: 'echo', flow: 'form' }),
  }),
  'GET /logins/return/:plugin': refused(() => ({ plugin: 'echo' }), admins),
  'GET /logins/:id': refused(login, admins),
  'POST /logins/:id/answers': refused(login, {
    ...admins,
    body: () => ({ values: { title: 'Stolen' } }),
  }),
  'DELETE /logins/:id': refused(login, admins),

  'GET /plugins': own,
  'PUT /plugins/:id': {
    ...own,
    ...admins,
    ids: () => ({ id: 'echo' }),
    body: () => ({ enabled: true }),
  },
  'PUT /plugins/:id/instance': refused(() => ({ id: 'echo' }), {
    ...admins,
    body: () => ({ values: { client: 'stolen' } }),
  }),

  'GET /media/:id': refused(({ media }) => ({ id: media })),
  'POST /inbox/files': { ...own, body: () => ({}) },

  'GET /replies': own,
  // With a section of another company: tests/functional/replies.spec.ts.
  'GET /replies/search': own,
  'GET /replies/export': own,
  'POST /replies/import/preview': own,
  'POST /replies/import': own,
  'POST /replies/sections': refused(undefined, {
    body: (things) => ({ parent: things.replySection, name: 'Stolen' }),
  }),
  'PATCH /replies/sections/:id': refused(replySection, { body: () => ({ name: 'Stolen' }) }),
  'POST /replies/sections/:id/move': refused(replySection, { body: () => ({ parent: null }) }),
  'PUT /replies/sections/:id/editors': refused(replySection, { body: () => ({ members: [] }) }),
  'DELETE /replies/sections/:id': refused(replySection),
  'POST /replies': refused(undefined, {
    body: (things) => ({ id: v7(), section: things.replySection, ...aReply }),
  }),
  'PUT /replies/:id': refused(reply, { body: () => ({ section: null, ...aReply }) }),
  'POST /replies/:id/move': refused(reply, { body: () => ({ section: null }) }),
  'DELETE /replies/:id': refused(reply),

  'GET /macros': own,
  'GET /macros/list': own,
  'POST /macros': { ...own, body: aMacro },
  'PUT /macros/:id': refused(macro, { body: aMacro }),
  'DELETE /macros/:id': refused(macro),
  'POST /inbox/dialogs/:id/macros': refused(dialog, {
    body: (things) => ({ macro: things.macro, id: v7() }),
  }),

  'GET /inbox': own,
  'GET /inbox/:id': refused(dialog),
  'GET /inbox/dialogs': own,
  'POST /inbox/dialogs': refused(undefined, {
    body: (things) => ({ ...said(), account: things.account, address: 'client@example.test' }),
  }),
  // With an account of another company: tests/functional/start.spec.ts.
  'GET /inbox/contacts': own,
  'GET /accounts/:id/start': refused(account),
  'GET /accounts/:id/contacts/import': refused(account),
  'POST /accounts/:id/contacts/import': refused(account),
  'GET /inbox/messages/:id/ways': refused(message),
  'GET /inbox/dialogs/:id/ways': refused(dialog),
  'POST /inbox/messages/:id/send-through': refused(message, {
    body: (things) => ({ id: v7(), account: things.account, address: 'client@example.test' }),
  }),
  'GET /inbox/dialogs/:id': refused(dialog),
  'POST /inbox/dialogs/:id/read': refused(dialog, { body: () => ({}) }),
  'POST /inbox/dialogs/:id/unread': refused(dialog),
  'POST /inbox/dialogs/:id/no-reply-needed': refused(dialog),
  'POST /inbox/dialogs/:id/close': refused(dialog),
  'POST /inbox/dialogs/:id/reply-needed': refused(dialog),
  'POST /inbox/dialogs/:id/reopen': refused(dialog, {
    body: () => ({ ticket: null, unanswered: true }),
  }),
  'POST /inbox/dialogs/:id/assign': refused(dialog, { body: () => ({ responsible: null }) }),
  'POST /inbox/dialogs/:id/tag': refused(dialog, { body: (things) => ({ add: [things.tag] }) }),
  'POST /inbox/dialogs/:id/pin': refused(dialog, { body: () => ({ on: true }) }),
  'POST /inbox/dialogs/:id/snooze': refused(dialog, {
    body: () => ({ until: Date.now() + 3_600_000 }),
  }),
  'POST /inbox/dialogs/:id/blacklist': refused(dialog, { body: () => ({ on: true }) }),
  'GET /inbox/dialogs/:id/scheduled': refused(dialog),
  'POST /inbox/dialogs/:id/scheduled': refused(dialog, {
    body: () => ({ ...said(), dueAt: Date.now() + 3_600_000 }),
  }),
  'PATCH /inbox/scheduled/:id': refused(scheduled, { body: () => ({ text: 'Stolen' }) }),
  'POST /inbox/scheduled/:id/send': refused(scheduled),
  'DELETE /inbox/scheduled/:id': refused(scheduled),
  'GET /inbox/views': own,
  'POST /inbox/views': {
    ...own,
    body: () => ({ name: 'Mine', shared: false, filter: { view: 'all' } }),
  },
  'PATCH /inbox/views/:id': refused(view, { body: () => ({ name: 'Stolen' }) }),
  'DELETE /inbox/views/:id': refused(view),
  'GET /tags': own,
  'POST /tags': { ...own, body: () => ({ name: 'Mine' }) },
  'PATCH /tags/:id': refused(tag, { ...admins, body: () => ({ name: 'Stolen' }) }),
  'DELETE /tags/:id': refused(tag, admins),
  'POST /inbox/dialogs/:id/typing': refused(dialog, { body: () => ({ on: true }) }),
  'GET /inbox/drafts': own,
  'GET /inbox/dialogs/:id/draft': refused(dialog),
  'PUT /inbox/dialogs/:id/draft': refused(dialog, { body: () => ({ text: 'Stolen', rev: 1 }) }),
  'GET /inbox/dialogs/:id/messages': refused(dialog),
  'POST /inbox/dialogs/:id/messages': refused(dialog, { body: said }),
  'POST /inbox/messages/:id/resend': refused(message),
  'POST /inbox/messages/:id/cancel': refused(message),
  'POST /inbox/messages/:id/decide': refused(message, { body: () => ({ decision: 'was_sent' }) }),
  'PATCH /inbox/messages/:id': refused(message, { body: () => ({ text: 'Stolen' }) }),
  'DELETE /inbox/messages/:id': refused(message),
  'PUT /inbox/messages/:id/reaction': refused(message, { body: () => ({ emoji: '👍' }) }),
  'POST /inbox/messages/:id/acts': refused(message, { body: () => ({ decision: 'repeat' }) }),
  'GET /inbox/messages/:id/queue': refused(message),
  'GET /inbox/messages/:id/original': refused(message),
  // Of a letter's frame, which has no cookies: the address carries a pass, and without one there is nothing here.
  'GET /inbox/messages/:id/picture': { signedOut: 'open', foreign: 'refused', ids: message },
  'GET /inbox/changes': own,
  'GET /inbox/waiting': own,
  'GET /inbox/counters': own,
  // With another company's words, lines and dialogs: tests/functional/search.spec.ts.
  'GET /inbox/messages/search': own,
  // Streams: who may hear what is tested in tests/functional/live.spec.ts.
  'GET /__transmit/events': { signedOut: 'refused' },
  'POST /__transmit/subscribe': { signedOut: 'refused' },
  'POST /__transmit/unsubscribe': { signedOut: 'refused' },

  'GET /dead-events': { ...own, ...admins },
  'POST /dead-events/:id/replay': refused(deadEvent, admins),
  // Done twice is done: what isn't there answers like what was. The comparison of rows proves that it stays.
  'DELETE /dead-events/:id': { ...own, ...admins, ids: deadEvent },
}
