/** Delivery reports → states of our letters. A report is believed only about an address that the letter went to. */
import { chatKey, externalId } from '@svyaz/core'
import type { InboundEvent, Localized } from '@svyaz/core'
import { z } from 'zod'
import { addressKey, domainOf, shownAddress } from '../address_key.ts'
import { digest, evidenceLifeMs, keyOf, knownLetterSchema } from '../state.ts'
import type { KnownLetter } from '../state.ts'
import type { Report, Told } from './bounce.ts'
import { callIdOf } from './identity.ts'
import type { Letter } from './letter.ts'
import type { Memory } from './memory.ts'

/** undefined: about no letter of ours; then it is shown. */
export async function takeReport(
  report: Report,
  letter: Letter,
  { memory, ownAddress }: { memory: Memory; ownAddress: string }
): Promise<readonly InboundEvent[] | undefined> {
  const about = await letterAbout(report, memory, addressKey(ownAddress))
  if (about === undefined) return undefined
  // Whatever the report says, the server had taken the letter: that settles an unanswered send.
  const callId = callIdOf(about.id)
  if (callId !== undefined) {
    memory.put(keyOf.evidence(callId), letter.arrivedAt, letter.arrivedAt + evidenceLifeMs)
  }
  // A report about our own copy says nothing of the client's.
  const events = report.told.flatMap((told) => eventsOf(told, about, letter.arrivedAt))
  return [...new Map(events.map((event) => [event.eventId, event])).values()]
}

/** The first of a letter's people decides its state; what happened to a further one is told in words. */
function eventsOf(told: Told, about: KnownLetter, at: number): InboundEvent[] {
  const address = told.addresses.find((one) => about.people.includes(one))
  if (address === undefined) return []
  const isFirst = address === about.people[0]
  const base = { eventId: `report:${told.action}:${about.id}:${digest(address, 12)}`, at }
  const target = { id: externalId(about.id) }
  const line = (words: Localized): InboundEvent => ({
    ...base,
    type: 'chat',
    chat: chatKey(about.chat),
    line: words,
  })
  switch (told.action) {
    case 'failed':
      return [
        isFirst
          ? { ...base, type: 'status', target, status: { failed: told.failure } }
          : line(notReached(address, told.failure.reason)),
      ]
    case 'delivered':
      return isFirst ? [{ ...base, type: 'status', target, status: 'delivered' }] : []
    case 'delayed':
      return [line(delayed(address))]
    case 'relayed':
    case 'expanded':
      // Handed to a server that knows no reports, or to a list: "sent" is all that is known.
      return []
  }
}

export function notReached(address: string, reason: Localized): Localized {
  const to = shownAddress(address)
  return {
    ru: `На адрес ${to} письмо не доставлено. ${reason.ru}`,
    en: `The letter was not delivered to ${to}. ${reason.en}`,
  }
}

function delayed(address: string): Localized {
  const to = shownAddress(address)
  return {
    ru: `Доставка письма на адрес ${to} задерживается: сервер получателя пока не принял его. Попытки продолжаются.`,
    en: `Delivery of the letter to ${to} is delayed: the recipient's server has not taken it yet. Attempts go on.`,
  }
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
  const addresses = new Set(report.told.flatMap((told) => told.addresses))
  const isOwnCopy = !report.isGuess && addresses.has(own)
  for (const key of keys) {
    const letter = known.get(key)
    if (letter?.ours !== true) continue
    if (isOwnCopy || letter.people.some((one) => addresses.has(one))) return letter
  }
  return report.isGuess ? onlyLetterTo([...addresses], memory) : undefined
}

async function onlyLetterTo(
  addresses: readonly string[],
  memory: Memory
): Promise<KnownLetter | undefined> {
  for (const address of addresses) {
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
