import { test } from '@japa/runner'
import { choosePort, addressOf } from './environment.ts'
import { assertSettings } from './settings.ts'

const secret = 'x'.repeat(32)

test.group('Settings by the environment', () => {
  test('right ones and empty ones pass', ({ assert }) => {
    assert.doesNotThrow(() => assertSettings({}))
    assert.doesNotThrow(() => assertSettings({ DATABASE_URL: '', LOG_LEVEL: 'warn' }))
    assert.doesNotThrow(() =>
      assertSettings({
        APP_URL: 'https://chat.example.org',
        APP_KEY: secret,
        SVYAZ_KEYS: `${secret}, ${secret}`,
        DATABASE_URL: 'postgresql://u:p@h/db',
        SVYAZ_TRUSTED_PROXIES: '1',
        SVYAZ_SIGNUP: 'open',
      })
    )
  })

  test('every wrong one is named with its remedy, and no value is said', ({ assert }) => {
    const wrong = {
      APP_URL: 'chat.example.org',
      APP_KEY: 'planted',
      SVYAZ_KEYS: `${secret},planted`,
      DATABASE_URL: 'planted',
      SVYAZ_TRUSTED_PROXIES: 'x',
      SVYAZ_SIGNUP: 'yes',
      LOG_LEVEL: 'loud',
    }
    for (const [name, value] of Object.entries(wrong))
      assert.throws(
        () => assertSettings({ [name]: value }),
        new RegExp(`^${name} is wrong: .+\\.$`)
      )
    try {
      assertSettings(wrong)
    } catch (error) {
      assert.lengthOf((error as Error).message.split('\n'), 7)
      assert.notInclude((error as Error).message, 'planted')
    }
  })

  test('an address that this machine has not is no port that is taken', async ({ assert }) => {
    await assert.rejects(() => choosePort('192.0.2.1'), /^HOST is 192\.0\.2\.1: .*0\.0\.0\.0/)
  })

  test('an IPv6 address stands in brackets', ({ assert }) => {
    assert.equal(addressOf('::1', 3333), 'http://[::1]:3333')
    assert.equal(addressOf('0.0.0.0', 3333), 'http://localhost:3333')
    assert.equal(addressOf('10.0.0.1', 3333), 'http://10.0.0.1:3333')
  })
})
