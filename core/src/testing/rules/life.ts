import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { SuiteWorld } from '../suite_world.ts'
import type { Rule } from './rule.ts'

export const lifeRules: readonly Rule[] = [
  {
    name: 'it closes at the stop, and in time',
    async check(world) {
      const began = performance.now()
      await world.stop()
      assert.ok(performance.now() - began < 4000, 'the stop took too long')
      assert.ok(
        world.observed.runs.every(({ settled }) => settled),
        'a run goes on after the stop'
      )
    },
  },
  {
    name: 'after its lease is lost it writes nothing',
    async check(world) {
      if (world.observed.runs.length === 0) return
      const lives = world.observed.runs.length
      const run = world.observed.runs.at(-1)
      world.observed.loseLease()
      await world.simulator.clientSends({ text: `late ${randomUUID()}`, files: [] })
      await world.until('the run ends', () => run?.settled === true)
      assert.deepEqual(world.observed.writesAfterLoss, [])
      await world.until('it comes back', () => world.observed.runs.length > lives)
    },
  },
  {
    name: 'a broken connection comes back by itself',
    fault: 'drop_connection',
    async check(world) {
      await world.firstContact()
      await world.simulator.fault('drop_connection')
      await world.until('it works again', async () => {
        const state = (await world.hub().account(world.account))?.state.is
        return state === 'online' || state === 'restricted'
      })
      await world.firstContact()
    },
  },
  {
    name: 'a revoked login asks for a new one and loses nothing',
    fault: 'revoke_login',
    async check(world) {
      const chat = await world.firstContact()
      await world.simulator.fault('revoke_login')
      const text = `kept ${randomUUID()}`
      const [id] = await world.send(chat, { kind: 'text', text: { text } })
      await world.until('it needs a login', async () => (await stateOf(world)) === 'needs_login')
      const failed = world.ends.some(({ row, end }) => row.id === id && end === 'failed')
      assert.equal(failed, false, 'the message must wait for the login')
    },
  },
  {
    name: 'abilities agree with capabilities',
    async check(world) {
      const capabilities = await world.hub().capabilities(world.account)
      const session = world.observed.session()
      assert.ok(session)
      assert.equal(
        capabilities.quietMs !== undefined,
        session.probe !== undefined,
        'quietMs goes with probe'
      )
      const acts = [
        ['edit', 'edit'],
        ['remove', 'remove'],
        ['reactions', 'react'],
      ] as const
      for (const [declared, ability] of acts) {
        assert.equal(
          capabilities[declared] !== undefined,
          session[ability] !== undefined,
          `${declared} goes with ${ability}`
        )
      }
      assert.deepEqual(
        capabilities,
        await world.hub().capabilities(world.account),
        'capabilities must be pure'
      )
      for (const name of Object.keys(session.steps ?? {})) {
        assert.ok(!name.startsWith('@'), `the step ${name} begins with core's own sign`)
      }
    },
  },
]

async function stateOf(world: SuiteWorld): Promise<string | undefined> {
  return (await world.hub().account(world.account))?.state.is
}
