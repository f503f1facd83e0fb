import { test } from '@japa/runner'
import { ownPacingReason, ownPacingSchema, withOwn } from './own_pacing.ts'

const plugin = {
  intervalMs: 1_000,
  marketingIntervalMs: 20_000,
  buckets: [{ limit: 30, windowMs: 1_000 }],
  firstContact: { perDay: [0, 5, 20], gapMs: 180_000 },
  quietHours: [{ from: '23:00', to: '07:00' }],
}

test.group('own pacing', () => {
  test('a company slows its account down', ({ assert }) => {
    const own = {
      intervalMs: 5_000,
      marketingIntervalMs: 60_000,
      firstContactsPerDay: 10,
      quietHours: { from: '20:00', to: '09:00' },
      timeZone: 'Asia/Kamchatka',
    }
    assert.deepEqual(withOwn(plugin, own), {
      intervalMs: 5_000,
      marketingIntervalMs: 60_000,
      buckets: plugin.buckets,
      firstContact: { perDay: [0, 5, 10], gapMs: 180_000 },
      quietHours: [...plugin.quietHours, own.quietHours],
      timeZone: 'Asia/Kamchatka',
    })
  })

  test('it cannot speed it up', ({ assert }) => {
    const own = { intervalMs: 500, marketingIntervalMs: 15_000, firstContactsPerDay: 500 }
    assert.deepEqual(withOwn(plugin, own), plugin)
  })

  test('nothing set changes nothing; a cap may be set where there was none', ({ assert }) => {
    assert.deepEqual(withOwn({ intervalMs: 3 }, {}), { intervalMs: 3 })
    assert.deepEqual(withOwn({ intervalMs: 3 }, { firstContactsPerDay: 20, timeZone: undefined }), {
      intervalMs: 3,
      firstContact: { perDay: 20 },
    })
  })

  for (const settings of [
    {},
    { intervalMs: 500, marketingIntervalMs: 15_000, firstContactsPerDay: 0 },
    { intervalMs: 600_000, marketingIntervalMs: 600_000, timeZone: 'America/New_York' },
    { quietHours: { from: '22:00', to: '08:30', priorities: ['robot', 'marketing'] } },
  ])
    test(`${JSON.stringify(settings)} is taken`, ({ assert }) => {
      assert.deepEqual(ownPacingSchema.parse(settings), settings)
    })

  for (const [settings, words] of [
    [{ intervalMs: 499 }, '0.5 seconds'],
    [{ intervalMs: 600_001 }, '0.5 seconds'],
    [{ intervalMs: '1000' }, '0.5 seconds'],
    [{ marketingIntervalMs: 14_999 }, '15 seconds'],
    [{ firstContactsPerDay: 1.5 }, 'New contacts'],
    [{ firstContactsPerDay: -1 }, 'New contacts'],
    [{ quietHours: { from: '24:00', to: '08:00' } }, 'Quiet hours'],
    [{ quietHours: { from: '08:00', to: '08:00' } }, 'Quiet hours'],
    [{ quietHours: { from: '08:00', to: '09:00', priorities: ['nobody'] } }, 'Quiet hours'],
    [{ timeZone: 'Europe/Moskva' }, 'time zone'],
    [{ toString: 1 }, 'unknown'],
    [null, 'unknown'],
  ] as const)
    test(`${JSON.stringify(settings)} is refused`, ({ assert }) => {
      const { error } = ownPacingSchema.safeParse(settings)
      if (error === undefined) return assert.fail('taken')
      const reason = ownPacingReason(error)
      assert.include(reason.en, words)
      assert.match(reason.ru, /[а-яё]/)
    })
})
