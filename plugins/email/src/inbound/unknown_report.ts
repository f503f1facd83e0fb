/** A delivery report about no letter of ours: shown quietly, all of them in one dialog, with what failed in words. */
import { isAddress } from '../address_key.ts'
import { chatKey } from '@svyaz/core'
import type { ChatKey, InboundEvent, MediaRef } from '@svyaz/core'
import { digest } from '../state.ts'
import type { Report } from './bounce.ts'
import { externalIdOf, printOf } from './identity.ts'
import type { Letter, Mailbox } from './letter.ts'
import { letterToEvent } from './letter_to_event.ts'
import { notReached } from './reports.ts'

/** Nobody reads what is written to it: answers are refused as to no address. */
const reportsDialog: ChatKey = chatKey('reports:mail-system@invalid')
const mailSystem: Mailbox = {
  address: 'mail-system@invalid',
  name: 'Почтовая система / Mail system',
}
const topic = { title: 'Отчёты о доставке / Delivery reports' } as const
const mostLines = 5

export type ReportShown = {
  readonly isHistory: boolean
  readonly stripLinks: boolean
  readonly unreadable: boolean
  readonly original: MediaRef | undefined
}

export function unknownReport(
  report: Report | undefined,
  letter: Letter,
  about: ReportShown
): readonly InboundEvent[] {
  const id = externalIdOf(letter, printOf(letter), undefined)
  const message = letterToEvent(letter, {
    id,
    chat: reportsDialog,
    source: about.isHistory ? 'history' : 'service',
    sender: mailSystem,
    grouped: true,
    stripLinks: about.stripLinks,
    replyTo: undefined,
    original: about.original,
    offerLetter: about.original === undefined && letter.html !== undefined,
    unreadable: about.unreadable,
  })
  // A guess has found every address of the text; the text itself says which.
  const told = report === undefined || report.isGuess ? [] : report.told
  const failed = told.filter(({ action }) => action === 'failed').slice(0, mostLines)
  const lines = failed.flatMap(({ addresses: [address = ''], failure }): InboundEvent[] =>
    isAddress(address)
      ? [
          {
            type: 'chat',
            eventId: `report:unknown:${id}:${digest(address, 12)}`,
            at: letter.arrivedAt,
            chat: reportsDialog,
            line: notReached(address, failure.reason),
          },
        ]
      : []
  )
  return [{ ...message, topic }, ...lines]
}
