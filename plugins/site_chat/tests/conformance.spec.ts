import { test } from '@japa/runner'
import { channelSuite } from '@svyaz/core/testing'
import plugin from '../src/index.ts'
import { siteChatFaults, siteChatSimulator } from '../simulator/index.ts'

test.group('site_chat keeps the rules of a channel', () => {
  channelSuite({
    test: (name, body) => test(name, () => body()),
    plugin,
    simulator: siteChatSimulator,
    faults: siteChatFaults,
  })
})
