import { test } from '@japa/runner'
import { isFailure } from '@svyaz/core'
import type { SendOp } from '@svyaz/core'
import { callIdNumber, testCall } from './support/context.ts'
import { cuttingProxy } from '../simulator/cutting_proxy.ts'
import { emptyMailbox, lettersIn, withMailbox } from '../simulator/mailbox.ts'
import { until } from '../simulator/until.ts'
import { live, online, sharedServers, stopLives } from './support/world.ts'

const servers = await sharedServers()
const shop = 'shop@svyaz.test'
const anna = 'anna@client.test'

function textTo(value: string, text = 'hello'): SendOp {
  return {
    op: 'send',
    to: { by: 'email', value },
    by: 'operator',
    content: { kind: 'text', text: { text } },
    subject: 'Тема',
  }
}

test.group('an answer that was lost', (group) => {
  group.each.setup(async () => {
    if (servers === undefined) return
    const again = await sharedServers()
    if (again === undefined) return
    await emptyMailbox(again, shop)
    await emptyMailbox(again, anna)
  })
  group.each.teardown(() => stopLives())
  group.tap((one) => one.skip(servers === undefined, 'no mail servers').timeout(60_000))

  for (const [cutAt, kind, arrives] of [
    ['before_data', 'transient', 0],
    ['in_body', 'uncertain', 0],
    ['after_data', 'uncertain', 1],
  ] as const) {
    test(`cut ${cutAt}: ${kind}, and a second attempt leaves the truth to the servers`, async ({
      assert,
    }) => {
      const there = await sharedServers()
      if (there === undefined) return
      await using proxy = await cuttingProxy(there, there.ports.smtps)
      const life = await online(
        live({ settings: { ...there.settings(shop), smtpPort: proxy.port } })
      )
      proxy.cutAt = cutAt
      const call = testCall(callIdNumber(800 + arrives))
      const op = textTo(anna, 'text '.repeat(20_000))
      const error: unknown = await life.session.send(op, call).then(
        () => undefined,
        (thrown: unknown) => thrown
      )
      assert.isTrue(isFailure(error) && error.kind === kind, String(error))
      assert.equal(call.begins, kind === 'uncertain' ? 1 : 0)
      assert.isAbove(proxy.cuts, 0)
      proxy.cutAt = 'nowhere'
      await life.session.send(textTo(anna, 'the next one'), testCall(callIdNumber(810)))
      await until(
        async () => (await lettersIn(there, anna)).length === arrives + 1,
        'what was accepted arrived'
      )
      await life.stop()
    })
  }

  test('a connection that died in silence is found by the probe', async ({ assert }) => {
    const there = await sharedServers()
    if (there === undefined) return
    await using proxy = await cuttingProxy(there, there.ports.imaps)
    const life = await online(live({ settings: { ...there.settings(shop), imapPort: proxy.port } }))
    await life.session.probe()
    proxy.cutAt = 'silent'
    const answer = await Promise.race([
      life.session.probe().then(
        () => 'alive',
        () => 'dead'
      ),
      new Promise((resolve) => setTimeout(resolve, 500, 'silence')),
    ])
    assert.equal(answer, 'silence')
    await life.stop()
  })

  test('a server that goes away ends the life, to be begun again', async ({ assert }) => {
    const there = await sharedServers()
    if (there === undefined) return
    const proxy = await cuttingProxy(there, there.ports.imaps)
    const life = await online(live({ settings: { ...there.settings(shop), imapPort: proxy.port } }))
    await proxy[Symbol.asyncDispose]()
    const error = await life.ended
    assert.isTrue(isFailure(error) && error.kind === 'transient', String(error))
  })

  test('evidence settles it: Sent, an own copy, or nothing', async ({ assert }) => {
    const there = await sharedServers()
    if (there === undefined) return
    const life = await online(
      live({ settings: { ...there.settings(shop), settleAfterSeconds: 15 } })
    )
    const at = (agoMs: number, callId: string) =>
      testCall(callId, { begunAt: Date.now() - agoMs, kept: { date: Date.now() - agoMs } })
    const unseen = callIdNumber(900)
    assert.deepEqual(Object.keys(await life.session.reconcile(textTo(anna), at(0, unseen))), [
      'lookAgainIn',
    ])
    assert.deepEqual(Object.keys(await life.session.reconcile(textTo(anna), at(11_000, unseen))), [
      'lookAgainIn',
    ])
    assert.equal(await life.session.reconcile(textTo(anna), at(20_000, unseen)), 'unknown')
    const inSent = callIdNumber(901)
    await withMailbox(there, shop, (client) =>
      client.append(
        'Sent',
        `From: ${shop}\r\nTo: ${anna}\r\nMessage-ID: <${inSent}@svyaz.test>\r\n\r\nx\r\n`
      )
    )
    const found = await life.session.reconcile(textTo(anna), at(1000, inSent))
    assert.isTrue(
      typeof found === 'object' &&
        'candidates' in found &&
        found.candidates[0].ids[0] === `${inSent}@svyaz.test`
    )
    await life.stop()
    const copying = await online(
      live({ settings: { ...there.settings(shop), ownCopy: true, settleAfterSeconds: 15 } })
    )
    assert.equal(await copying.session.reconcile(textTo(anna), at(20_000, unseen)), 'not_done')
    await copying.stop()
  })
})
