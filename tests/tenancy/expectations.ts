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

  'GET /inbox': own,
  'GET /inbox/:id': refused(dialog),
  'GET /inbox/dialogs': own,
  'POST /inbox/dialogs': refused(undefined, {
    body: (things) => ({ ...said(), account: things.account, address: 'client@example.test' }),
  }),
  'GET /inbox/dialogs/:id': refused(dialog),
  'POST /inbox/dialogs/:id/read': refused(dialog, { body: () => ({}) }),
  'POST /inbox/dialogs/:id/unread': refused(dialog),
  'POST /inbox/dialogs/:id/no-reply-needed': refused(dialog),
  'POST /inbox/dialogs/:id/close': refused(dialog),
  'POST /inbox/dialogs/:id/typing': refused(dialog, { body: () => ({ on: true }) }),
  'GET /inbox/drafts': own,
  'GET /inbox/dialogs/:id/draft': refused(dialog),
  'PUT /inbox/dialogs/:id/draft': refused(dialog, { body: () => ({ text: 'Stolen', rev: 1 }) }),
  'GET /inbox/dialogs/:id/messages': refused(dialog),
  'POST /inbox/dialogs/:id/messages': refused(dialog, { body: said }),
  'POST /inbox/messages/:id/resend': refused(message),
  'POST /inbox/messages/:id/cancel': refused(message),
  'POST /inbox/messages/:id/decide': refused(message, { body: () => ({ decision: 'was_sent' }) }),
  'GET /inbox/messages/:id/queue': refused(message),
  'GET /inbox/messages/:id/original': refused(message),
  // Of a letter's frame, which has no cookies: the address carries a pass, and without one there is nothing here.
  'GET /inbox/messages/:id/picture': { signedOut: 'open', foreign: 'refused', ids: message },
  'GET /inbox/changes': own,
  'GET /inbox/waiting': own,
  'GET /inbox/counters': own,
  // Streams: who may hear what is tested in tests/functional/live.spec.ts.
  'GET /__transmit/events': { signedOut: 'refused' },
  'POST /__transmit/subscribe': { signedOut: 'refused' },
  'POST /__transmit/unsubscribe': { signedOut: 'refused' },

  'GET /dead-events': { ...own, ...admins },
  'POST /dead-events/:id/replay': refused(deadEvent, admins),
  // Done twice is done: what isn't there answers like what was. The comparison of rows proves that it stays.
  'DELETE /dead-events/:id': { ...own, ...admins, ids: deadEvent },
}
