import { test } from '@japa/runner'
import { advance, worst } from './message_status.js'

test.group('Message status', () => {
  for (const [from, to, result] of [
    [null, 'sent', 'sent'],
    ['queued', 'sent', 'sent'],
    ['sent', 'delivered', 'delivered'],
    ['read', 'delivered', 'read'],
    ['delivered', 'sent', 'delivered'],
    ['read', 'failed', 'failed'],
    ['failed', 'delivered', 'failed'],
    ['cancelled', 'sent', 'cancelled'],
    ['uncertain', 'delivered', 'delivered'],
  ] as const) {
    test(`${String(from)}, then ${to}: ${result}`, ({ assert }) => {
      assert.equal(advance(from, to), result)
    })
  }

  for (const [parts, whole] of [
    [['sent', 'failed'], 'failed'],
    [['sent', 'uncertain', 'queued'], 'uncertain'],
    [['read', 'queued'], 'queued'],
    [['read', 'sent'], 'sent'],
    [['cancelled', 'cancelled'], 'cancelled'],
  ] as const) {
    test(`of ${parts.join(' and ')}: ${whole}`, ({ assert }) => {
      assert.equal(worst(parts), whole)
    })
  }
})
