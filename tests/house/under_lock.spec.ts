import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { underLock } from '../../bin/services/under_lock.ts'

test.group('The lock of a build', (group) => {
  let folder: string
  group.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'svyaz-lock-'))
    return () => rm(folder, { recursive: true, force: true })
  })

  test('lets in one at a time', async ({ assert }) => {
    let inside = 0
    let most = 0
    const work = async () => {
      inside += 1
      most = Math.max(most, inside)
      await new Promise((resolve) => setImmediate(resolve))
      inside -= 1
    }
    const lock = join(folder, 'one')
    await Promise.all([underLock(lock, work), underLock(lock, work), underLock(lock, work)])
    assert.equal(most, 1)
  })

  test('is free again when its holder was killed', async ({ assert }) => {
    const lock = join(folder, 'killed')
    const holder = fork(join(import.meta.dirname, 'lock_holder.ts'), [lock])
    await once(holder, 'message')
    holder.kill('SIGKILL')
    await once(holder, 'exit')
    assert.equal(await underLock(lock, async () => 'free'), 'free')
  }).timeout(10_000)
})
