import { test } from '@japa/runner'
import { createCipher } from './cipher.ts'

const first = 'the first secret key, long enough to be one'
const second = 'the second secret key, long enough to be one'
const as = { owner: 'account-1', key: 'token' }
const plain = Buffer.from('пароль')

test.group('cipher', () => {
  test('what is sealed opens again and does not show its value', ({ assert }) => {
    const cipher = createCipher([first])
    const sealed = cipher.seal(plain, as)
    assert.isFalse(Buffer.from(sealed).includes(plain))
    assert.deepEqual(Buffer.from(cipher.open(sealed, as)), plain)
  })

  test('the same value is sealed differently each time', ({ assert }) => {
    const cipher = createCipher([first])
    assert.notDeepEqual(cipher.seal(plain, as), cipher.seal(plain, as))
  })

  test('a value moved to another owner or key does not open', ({ assert }) => {
    const cipher = createCipher([first])
    const sealed = cipher.seal(plain, as)
    assert.throws(() => cipher.open(sealed, { ...as, owner: 'account-2' }), /E_SEAL_BROKEN/)
    assert.throws(() => cipher.open(sealed, { ...as, key: 'other' }), /E_SEAL_BROKEN/)
  })

  test('one changed bit anywhere is noticed', ({ assert }) => {
    const cipher = createCipher([first])
    const sealed = cipher.seal(plain, as)
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed)
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
      assert.throws(() => cipher.open(changed, as), /E_SEAL_BROKEN/)
    }
  })

  test('old keys open and the first seals: that is a rotation', ({ assert }) => {
    const old = createCipher([first]).seal(plain, as)
    const rotated = createCipher([second, first])
    assert.deepEqual(Buffer.from(rotated.open(old, as)), plain)
    const fresh = rotated.seal(plain, as)
    assert.deepEqual(Buffer.from(createCipher([second]).open(fresh, as)), plain)
    assert.throws(() => createCipher([first]).open(fresh, as), /E_SEAL_BROKEN/)
  })

  test('a short key is refused', ({ assert }) => {
    assert.throws(() => createCipher(['short']), /E_SECRET_KEY/)
  })
})
