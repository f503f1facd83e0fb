import { test } from '@japa/runner'
import { isFailure } from '../failure.ts'
import { createGuard } from './guarded_lookup.ts'
import { isPrivateAddress } from './private_addresses.ts'

const names: { readonly [host: string]: readonly string[] } = {
  'public.example': ['93.184.216.34', '2606:2800:220:1::1'],
  'rebinding.example': ['93.184.216.34', '127.0.0.1'],
  'inner.example': ['10.1.2.3'],
}
const resolve = async (host: string) => {
  const found = names[host]
  if (!found) throw Object.assign(new Error('no such host'), { code: 'ENOTFOUND' })
  return found
}

async function codeOf(doing: Promise<string>): Promise<string> {
  const error: unknown = await doing.catch((caught: unknown) => caught)
  return isFailure(error) ? error.code : String(error)
}

test.group('guard', () => {
  const refused = [
    '127.0.0.1',
    '127.9.9.9',
    '0.0.0.0',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '169.254.169.254',
    '224.0.0.1',
    '255.255.255.255',
    '192.0.0.8',
    '198.18.0.1',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd00:ec2::254',
    'ff02::1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001::1',
    '2001:db8::1',
  ]
  test('refuses every private, local, mapped and tunnelled address', ({ assert }) => {
    assert.deepEqual(
      refused.filter((address) => !isPrivateAddress(address)),
      []
    )
  })

  test('lets public addresses through', ({ assert }) => {
    const open = [
      '8.8.8.8',
      '93.184.216.34',
      '172.32.0.1',
      '100.128.0.1',
      '2606:2800:220:1::1',
      '2a02:6b8::2:242',
    ]
    assert.deepEqual(open.filter(isPrivateAddress), [])
  })

  test('a name that leads to one private address among others is refused', async ({ assert }) => {
    const guard = createGuard([], resolve)
    assert.equal(await guard.lookup('public.example'), '93.184.216.34')
    for (const host of [
      'rebinding.example',
      'inner.example',
      '127.0.0.1',
      '[::1]',
      'INNER.example.',
    ]) {
      assert.equal(await codeOf(guard.lookup(host)), 'E_HOST_FORBIDDEN', host)
    }
  })

  test('an unknown name is a passing failure in words', async ({ assert }) => {
    assert.equal(
      await codeOf(createGuard([], resolve).lookup('nowhere.example')),
      'E_HOST_NOT_FOUND'
    )
  })

  test('the operator may allow a host, an address, or one port of it', async ({ assert }) => {
    const guard = createGuard(['inner.example', '127.0.0.1:3025', '[::1]:25'], resolve)
    assert.equal(await guard.lookup('inner.example', 80), '10.1.2.3')
    assert.equal(await guard.lookup('127.0.0.1', 3025), '127.0.0.1')
    assert.equal(await codeOf(guard.lookup('127.0.0.1', 22)), 'E_HOST_FORBIDDEN')
    assert.equal(await guard.lookup('::1', 25), '::1')
  })
})
