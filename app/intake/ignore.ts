import type { ChatIn, EditIn, MessageIn, ReceivedEvent } from '@svyaz/core'
import { strangerKeys } from './people.js'
import { at, type Ledger } from './ledger.js'

type Received<Event> = Event & Pick<ReceivedEvent, 'account' | 'company'>

/** A message of somebody on the blacklist: it is counted, and nothing else of it stays. What we write ourselves is kept. */
export function isIgnored(ledger: Ledger, event: Received<MessageIn>): boolean {
  if (event.sender.self) return false
  const { company, account, sender, chat } = event
  const { key } = sender.person
  const known = [key, ...strangerKeys(sender.person)]
    .map((one) => ledger.people.get(at(account, one)))
    .find((person) => person !== undefined)
  const dialog = ledger.dialogs.get(at(account, chat))
  if (known?.blacklisted !== true && dialog?.blacklisted !== true) return false
  const contact = known?.contact ?? dialog?.contact ?? null
  const of = at(account, contact ?? '')
  const count = (ledger.ignored.get(of)?.count ?? 0) + 1
  ledger.ignored.set(of, { company, account, contact, count })
  return true
}

/** An edit may name a message that was never kept, and a line belongs to a chat that nobody follows. */
export function isOfIgnoredChat(ledger: Ledger, event: Received<EditIn | ChatIn>): boolean {
  return ledger.dialogs.get(at(event.account, event.chat))?.blacklisted === true
}
