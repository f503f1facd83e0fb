/** A letter that went to others as well: who they are, as a line of its dialog, and again only when they change. */
import type { ChatKey, InboundEvent, Localized } from '@svyaz/core'
import { z } from 'zod'
import { addressKey, shownAddress } from '../address_key.ts'
import { digest, keyOf, letterLifeMs } from '../state.ts'
import type { Letter, Mailbox } from './letter.ts'
import type { Memory } from './memory.ts'

const mostNamed = 10

export type LetterPlace = {
  readonly id: string
  readonly chat: ChatKey
  /** Whom the dialog is with. */
  readonly client: Mailbox
  readonly ownAddress: string
}

export async function tellOthers(
  letter: Letter,
  place: LetterPlace,
  memory: Memory
): Promise<readonly InboundEvent[]> {
  const known = [place.ownAddress, place.client.address, letter.from?.address ?? '']
  const usual = new Set(known.map(addressKey))
  const others = [...letter.to, ...letter.cc]
    .map((one) => addressKey(one.address))
    .filter((address) => !usual.has(address))
  if (others.length === 0) return []
  const told = digest([...new Set(others)].sort().join('\n'))
  const key = keyOf.others(place.chat)
  if ((await memory.get(key, z.string())) === told) return []
  memory.put(key, told, letter.arrivedAt + letterLifeMs)
  return [
    {
      type: 'chat',
      eventId: `others:${place.id}`,
      at: letter.arrivedAt,
      chat: place.chat,
      line: headerLine(letter),
    },
  ]
}

/** As the letter's own header, so that it is plain who was asked and who only got a copy. */
function headerLine({ to, cc }: Letter): Localized {
  const copy = cc.length === 0 ? undefined : named(cc)
  const main = named(to)
  return {
    ru: `Письмо получили не только вы. Кому: ${main.ru}${copy === undefined ? '' : `. Копия: ${copy.ru}`}`,
    en: `You are not the only recipient. To: ${main.en}${copy === undefined ? '' : `. Cc: ${copy.en}`}`,
  }
}

function named(people: readonly Mailbox[]): Localized {
  const names = people.slice(0, mostNamed).map(nameOf).join(', ')
  const rest = people.length - mostNamed
  if (people.length === 0) return { ru: 'не указано', en: 'not given' }
  return rest > 0
    ? { ru: `${names} и ещё ${rest}`, en: `${names} and ${rest} more` }
    : { ru: names, en: names }
}

/** The address first: a name may hold anything, also another address. */
function nameOf({ address, name }: Mailbox): string {
  const shown = shownAddress(address).slice(0, 254)
  return name === '' || addressKey(name) === addressKey(address)
    ? shown
    : `${shown} (${name.slice(0, 60)})`
}
