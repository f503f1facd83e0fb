import assert from 'node:assert/strict'
import type { ReceivedEvent } from '../../hub/hub.ts'
import type { ContactIn } from '../../inbound.ts'
import type { SuiteWorld } from '../suite_world.ts'
import type { Rule } from './rule.ts'

/** So many people are taken before the reading is told to stop. */
const taken = 1

export const contactRules: readonly Rule[] = [
  {
    name: 'an address book that is declared can be read, each person once',
    async check(world) {
      const { contacts = false } = await world.hub().capabilities(world.account)
      const has = world.observed.session()?.contacts !== undefined
      assert.equal(has, contacts, 'capabilities.contacts goes with contacts')
      if (!has) return
      await world.firstContact()
      const found = await imported(world)
      const cards = world.events.filter(isContact).map(({ person }) => person)
      assert.equal(cards.length, found, 'as many people as cards')
      assert.equal(new Set(cards.map(({ key }) => key)).size, cards.length, 'each person once')
      for (const { key, name, phone, email, username } of cards) {
        assert.ok(key !== '', 'a person without a key')
        assert.ok(name || phone || email || username, 'a person nobody would recognise')
        assert.ok(phone === undefined || /^\+\d{5,15}$/.test(phone), 'a number is no E.164')
      }
    },
  },
  {
    name: 'reading an address book ends at the abort',
    async check(world) {
      if (world.observed.session()?.contacts === undefined) return
      await world.firstContact()
      const stop = new AbortController()
      const reading = read(world, stop)
      await world.until('the reading ends', () => reading.ended)
      assert.ok(reading.keys.length <= taken, 'more came after the abort')
    },
  },
]

/** How many cards the row says it has read. */
async function imported(world: SuiteWorld): Promise<number> {
  const row = await world.hub().importContacts(undefined, world.account)
  const end = () => world.ends.find((one) => one.row.id === row)
  await world.until('the address book is read', () => end()?.end === 'done')
  const done = end()
  assert.ok(done?.end === 'done')
  return (done.result as { found: number }).found
}

function read(
  world: SuiteWorld,
  stop: AbortController
): { readonly ended: boolean; readonly keys: readonly string[] } {
  const reading = { ended: false, keys: [] as string[] }
  const run = async () => {
    for await (const { key } of world.observed.session()?.contacts?.(stop.signal) ?? []) {
      reading.keys.push(key)
      if (reading.keys.length === taken) stop.abort('stop')
    }
  }
  void run().then(
    () => (reading.ended = true),
    () => (reading.ended = true)
  )
  return reading
}

function isContact(event: ReceivedEvent): event is ReceivedEvent & ContactIn {
  return event.type === 'contact'
}
