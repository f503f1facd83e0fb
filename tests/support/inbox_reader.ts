/** What an operator finds in the inbox, page by page, as his browser does. */
import type { DialogPage, DialogRow, MessagePage, MessageView } from '../../app/inbox/views.ts'
import type { Person } from './person.ts'

export async function dialogsOf(person: Person): Promise<readonly DialogRow[]> {
  const found: DialogRow[] = []
  for (let cursor = ''; ;) {
    const page = await person.get<DialogPage>(`/inbox/dialogs?cursor=${encodeURIComponent(cursor)}`)
    found.push(...page.data)
    if (page.next === null) return found
    cursor = page.next
  }
}

/** Oldest first, without lines of the system. */
export async function messagesOf(person: Person, dialog: string): Promise<readonly MessageView[]> {
  const found: MessageView[] = []
  for (let before = ''; ;) {
    const page = await person.get<MessagePage>(`/inbox/dialogs/${dialog}/messages${before}`)
    found.unshift(...page.data)
    const [first] = page.data
    if (!page.older || first === undefined) return found.filter(({ from }) => from !== 'line')
    before = `?before=${first.id}`
  }
}

/** Of all dialogs of one channel. */
export async function allMessages(
  person: Person,
  channel: string
): Promise<readonly MessageView[]> {
  const dialogs = (await dialogsOf(person)).filter((dialog) => dialog.channel === channel)
  return (await Promise.all(dialogs.map(({ id }) => messagesOf(person, id)))).flat()
}

export type Sent = { readonly dialog: string; readonly id: string }

/** One message as it is now. */
export async function messageNow(person: Person, { dialog, id }: Sent): Promise<MessageView> {
  const found = (await messagesOf(person, dialog)).find((message) => message.id === id)
  if (!found) throw new Error(`the message ${id} is gone`)
  return found
}
