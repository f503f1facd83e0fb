import { test } from '@japa/runner'
import { createGuard, isFailure } from '@svyaz/core'
import type { Server } from '../presets.ts'
import { target } from './guard.ts'

const at = (port: number): Server => ({ host: '127.0.0.1', port, security: 'tls' })
const codeOf = (error: unknown) => (isFailure(error) ? error.code : String(error))

test.group('where a mailbox may be', () => {
  test('one port of an own server that was allowed opens no other port of it', async ({
    assert,
  }) => {
    const guard = createGuard(['127.0.0.1:3993'])
    const look = (port: number) => target(at(port), (host, to) => guard.lookup(host, to), [])
    assert.equal((await look(3993)).ip, '127.0.0.1')
    for (const port of [5432, 143]) assert.equal(await look(port).catch(codeOf), 'E_HOST_FORBIDDEN')
  })
})
