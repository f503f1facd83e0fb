import { test } from '@japa/runner'
import { storeSuite } from '../../testing/store_suite.ts'
import { virtualClock } from '../../testing/virtual_clock.ts'
import { memoryStore } from './store.ts'

test.group('memory store', () => {
  storeSuite({
    test: (name, body) => test(name, () => body()),
    open: async () => {
      const clock = virtualClock()
      return {
        store: memoryStore({ clock }),
        pass: (ms) => clock.advance(ms),
        [Symbol.asyncDispose]: async () => {},
      }
    },
  })
})
