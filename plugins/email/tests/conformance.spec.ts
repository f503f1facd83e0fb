import { test } from '@japa/runner'
import { channelSuite } from '@svyaz/core/testing'
import { emailFaults, emailSimulator } from '../simulator/channel_simulator.ts'
import plugin from '../src/index.ts'
import { sharedServers } from './support/world.ts'

const servers = await sharedServers()

test.group('conformance', (group) => {
  group.tap((one) => one.skip(servers === undefined, 'no mail servers').timeout(90_000))
  channelSuite({
    test: (name, body) => test(name, () => body()),
    plugin,
    simulator: () => {
      if (servers === undefined) throw new Error('no mail servers')
      return emailSimulator(servers)
    },
    faults: emailFaults,
    withinMs: 45_000,
  })
})
