import { test } from '@japa/runner'
import { channelSuite } from './channel_suite.ts'
import { echoPlugin } from './echo_channel.ts'
import { echoFaults, echoSimulator } from './echo_simulator.ts'

test.group('the reference channel keeps every rule', () => {
  channelSuite({
    test: (name, body) => test(name, () => body()),
    plugin: ({ platform }) => echoPlugin(platform),
    simulator: echoSimulator,
    faults: echoFaults,
  })
})
