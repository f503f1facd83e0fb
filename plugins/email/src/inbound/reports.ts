/** Delivery reports → states of our letters. A report is believed only about an address that the letter went to. */
import { chatKey, externalId } from '@svyaz/core'
import type { InboundEvent } from '@svyaz/core'
import { z } from 'zod'
import { addressKey, domainOf } from '../address_key.ts'
import { evidenceLifeMs, keyOf, knownLetterSchema } from '../state.ts'
import type { KnownLetter } from '../state.ts'
import { readReports } from './bounce.ts'
import type { Report } from './bounce.ts'
import { callIdOf } from './identity.ts'
import type { Letter } from './letter.ts'
import type { Memory } from './memory.ts'

/** undefined: no report of ours; the letter is shown quietly. */
export async function takeReport(
  letter: Letter,
  memory: Memory,
  ownAddress: string
): Promise<readonly InboundEvent[] | undefined> {
  const own = addressKey(ownAddress)
  const events: InboundEvent[] = []
  let matched = false
  for (const report of readReports(letter)) {
    const found = await letterAbout(report, memory, own)
    if (found === undefined) continue
    matched = true
    // Whatever the report says, the server had taken the letter: that settles an unanswered send.
    const callId = callIdOf(found.id)
    if (callId !== undefined) {
      memory.put(keyOf.evidence(callId), letter.arrivedAt, letter.arrivedAt + evidenceLifeMs)
    }
    // A report about our own copy says nothing of the client's.
    if (wentTo(found, report.recipients)) events.push(...eventsOf(report, found, letter))
  }
  return matched ? events : undefined
}

function eventsOf(report: Report, about: KnownLetter, letter: Letter): InboundEvent[] {
  const base = { eventId: `report:${report.action}:${about.id}`, at: letter.arrivedAt }
  const target = { id: externalId(about.id) }
  switch (report.action) {
    case 'failed':
      return [{ ...base, type: 'status', target, status: { failed: report.failure } }]
    case 'delivered':
      return [{ ...base, type: 'status', target, status: 'delivered' }]
    case 'delayed':
      return [{ ...base, type: 'chat', chat: chatKey(about.chat), line: delayed }]
    case 'relayed':
    case 'expanded':
      // Handed to a server that knows no reports, or to a list: "sent" is all that is known.
      return []
  }
}

const delayed = {
  ru: 'Доставка письма задерживается: сервер получателя пока не принял его. Попытки продолжаются.',
  en: "Delivery of the letter is delayed: the recipient's server has not taken it yet. Attempts go on.",
}

/** The envelope id first, then Message-IDs, then the only letter of late to that address. */
async function letterAbout(
  report: Report,
  memory: Memory,
  own: string
): Promise<KnownLetter | undefined> {
  const ids =
    report.envelopeId === undefined
      ? report.about
      : [`${report.envelopeId}@${domainOf(own)}`, ...report.about]
  const keys = ids.slice(0, 30).map((id) => keyOf.letter(id))
  const known = await memory.many(keys, knownLetterSchema)
  for (const key of keys) {
    const letter = known.get(key)
    if (letter?.ours !== true) continue
    if (wentTo(letter, report.recipients) || report.recipients.includes(own)) return letter
  }
  return report.isGuess ? onlyLetterTo(report.recipients, memory) : undefined
}

function wentTo(letter: KnownLetter, recipients: readonly string[]): boolean {
  return recipients.some((address) => letter.people.includes(address))
}

async function onlyLetterTo(
  recipients: readonly string[],
  memory: Memory
): Promise<KnownLetter | undefined> {
  for (const address of recipients) {
    const found = await memory.under(keyOf.sentTo(address), 2)
    const [only] = found
    if (found.length !== 1 || only === undefined) continue
    const messageId = z.string().safeParse(JSON.parse(new TextDecoder().decode(only[1])))
    if (!messageId.success) continue
    const letter = await memory.get(keyOf.letter(messageId.data), knownLetterSchema)
    if (letter?.ours === true) return letter
  }
  return undefined
}
