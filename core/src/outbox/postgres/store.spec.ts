import { setTimeout as sleep } from 'node:timers/promises'
import { test } from '@japa/runner'
import { migratedDatabase } from '../../../tests/support/outbox_database.ts'
import { storeSuite } from '../../testing/store_suite.ts'
import { postgresStore } from './store.ts'

test.group('PostgreSQL store', () => {
  storeSuite({
    test: (name, body) => test(name, () => body()),
    open: async () => {
      const database = await migratedDatabase()
      return {
        store: postgresStore({ pool: database.pool }),
        pass: (ms) => sleep(ms),
        [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
      }
    },
  })
})
