import { AssertionError } from 'node:assert'
import { test } from '@japa/runner'
import { channelRules, channelSuite } from '../channel_suite.ts'
import { echoFaults, echoSimulator } from '../echo_simulator.ts'
import { brokenActs } from './acts.ts'
import { brokenBorder } from './border.ts'
import type { Broken } from './break_echo.ts'
import { brokenContacts } from './contacts.ts'
import { brokenInbound } from './inbound.ts'
import { brokenLife } from './life.ts'
import { brokenOutbound } from './outbound.ts'

const all: readonly Broken[] = [
  ...brokenInbound,
  ...brokenOutbound,
  ...brokenActs,
  ...brokenLife,
  ...brokenContacts,
  ...brokenBorder,
]

/** Core holds these whatever the plugin does; they are in the suite so that an author sees them held. */
const heldByCore = [
  'what is not declared is refused before the plugin is asked',
  'a change that is not declared, or comes too late, is refused before the plugin is asked',
  'endpoints refuse a body over their limit',
]

test.group('the kit fails on a plugin that', () => {
  for (const broken of all) {
    test(`${broken.how}: ${broken.rule}`, async ({ assert }) => {
      const rules = new Map<string, () => Promise<void>>()
      channelSuite({
        test: (name, body) => rules.set(name, body),
        plugin: ({ platform }) => broken.plugin(platform),
        simulator: echoSimulator,
        faults: echoFaults,
        withinMs: 1500,
      })
      const body = rules.get(broken.rule)
      if (!body) throw new Error('there is no such rule')
      const failed = await body().then(
        () => undefined,
        (error: unknown) => error
      )
      assert.instanceOf(failed, AssertionError)
    })
  }

  test('each rule has a plugin that breaks it', ({ assert }) => {
    const bitten = new Set([...all.map(({ rule }) => rule), ...heldByCore])
    assert.deepEqual(
      channelRules.map(({ name }) => name).filter((name) => !bitten.has(name)),
      []
    )
  })
})
