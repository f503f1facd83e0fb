import app from '@adonisjs/core/services/app'
import { mediaStore } from '#app/media/media_store'
import { chatKey, personKey, type AccountId } from '@svyaz/core'
import { v7 } from 'uuid'
import type { Browser } from './browser.ts'
import type { Company } from './a_company.ts'
import { signedIn } from './a_company.ts'
import { connectEcho } from './connect_echo.ts'

/** One of everything a company can have, with a word in it that nobody else may read. */
export type Things = {
  readonly company: string
  readonly line: string
  readonly account: AccountId
  readonly media: string
  readonly login: string
  readonly contact: string
  readonly dialog: string
  readonly message: string
  readonly deadEvent: string
  readonly tag: string
  /** Everybody's. */
  readonly view: string
  readonly scheduled: string
  readonly replySection: string
  readonly reply: string
  readonly macro: string
  readonly secretWord: string
  /** Everything of the company that a request could have changed. */
  snapshot(): Promise<unknown>
}

export async function foreignThings(company: Company): Promise<Things> {
  const secretWord = `word${v7().slice(-12)}`
  const browser = await signedIn(company)
  await browser.json('PATCH', `/lines/${company.line}`, { name: secretWord })
  const account = (await connectEcho(browser, company.line)) as AccountId
  const begun = await browser.json('POST', `/lines/${company.line}/logins`, {
    plugin: 'echo',
    flow: 'form',
  })
  const media = await mediaStore(company.id).put(
    new Blob([secretWord]).stream() as ReadableStream<Uint8Array>,
    { mime: 'text/plain', name: secretWord, maxBytes: 1000 }
  )
  const written = await aDialog(company, account, secretWord)
  const tag = await browser.json('POST', '/tags', { name: secretWord })
  const view = await browser.json('POST', '/inbox/views', {
    name: secretWord,
    shared: true,
    filter: { view: 'all' },
  })
  const scheduled = v7()
  await browser.json('POST', `/inbox/dialogs/${written.dialog}/scheduled`, {
    id: scheduled,
    text: secretWord,
    dueAt: Date.now() + 86_400_000,
  })
  return {
    company: company.id,
    line: company.line,
    account,
    media,
    login: begun.body.id as string,
    ...written,
    deadEvent: await aDeadEvent(company, account),
    tag: tag.body.id as string,
    view: view.body.id as string,
    scheduled,
    ...(await aReply(browser, { title: secretWord, media })),
    secretWord,
    snapshot: () => snapshot(company),
  }
}

/** A client wrote: contact, dialog and message, through the hub's own intake. */
async function aDialog(company: Company, account: AccountId, text: string) {
  const [hub, database] = await Promise.all([
    app.container.make('hub'),
    app.container.make('database'),
  ])
  const url = await hub.endpointUrl(account, '/write')
  const answer = await fetch(url, {
    method: 'POST',
    body: JSON.stringify({ text, chat: chatKey(`chat-${account}`), person: personKey('client') }),
  })
  if (!answer.ok) throw new Error(`the echo did not take it: ${answer.status}`)
  const row = await database.row<{ dialog: string; message: string; contact: string }>(
    `select d.id as dialog, m.id as message, d.contact_id as contact
       from dialogs d join messages m on m.company_id = d.company_id and m.dialog_id = d.id
      where d.company_id = $1 and d.account_id = $2`,
    [company.id, account]
  )
  if (!row) throw new Error('nothing was stored')
  return row
}

/** A section with a reply that names a file, and a macro. */
async function aReply(browser: Browser, { title, media }: { title: string; media: string }) {
  const section = await browser.json('POST', '/replies/sections', { parent: null, name: title })
  const reply = v7()
  const answer = await browser.json('POST', '/replies', {
    id: reply,
    section: section.body.id as string,
    title,
    text: title,
    attachments: [{ media, name: title, as: 'document' }],
  })
  if (answer.status !== 201) throw new Error(`no reply was made: ${JSON.stringify(answer.body)}`)
  const steps = [{ do: 'reply', text: title }]
  const macro = await browser.json('POST', '/macros', { name: title, shared: true, steps })
  return { replySection: section.body.id as string, reply, macro: macro.body.id as string }
}

/** An event that intake can't process. */
async function aDeadEvent(company: Company, account: AccountId): Promise<string> {
  const hub = await app.container.make('hub')
  const url = await hub.endpointUrl(account, '/write')
  await fetch(url, { method: 'POST', body: JSON.stringify({ broken: true }) })
  const [event] = await hub.deadEvents.list(company.id)
  if (!event) throw new Error('no dead event was kept')
  return event.id
}

async function snapshot(company: Company): Promise<unknown> {
  const [hub, database] = await Promise.all([
    app.container.make('hub'),
    app.container.make('database'),
  ])
  const tables = await database.rows<{ name: string }>(
    `select c.relname as name from pg_class c
       join pg_namespace s on s.oid = c.relnamespace and s.nspname = 'public'
       join pg_attribute a on a.attrelid = c.oid and a.attname = 'company_id'
      where c.relkind in ('r', 'p') and not c.relispartition order by 1`
  )
  const content: Record<string, unknown> = {}
  for (const { name } of tables)
    content[name] = await database.rows(
      `select to_jsonb(t) as row from ${name} t where company_id = $1 order by to_jsonb(t)::text`,
      [company.id]
    )
  const dead = await hub.deadEvents.list(company.id)
  return { content, dead: dead.map(({ id }) => id) }
}
