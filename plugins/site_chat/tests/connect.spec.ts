import { test } from '@japa/runner'
import { companyId } from '@svyaz/core'
import plugin from '../src/index.ts'
import { aWorld } from './world.ts'

const company = companyId('0199a000-0000-7000-8000-000000000001')

test.group('connecting a site chat', () => {
  test('the form comes back with words and what was typed, until it is right', async ({
    assert,
  }) => {
    await using world = await aWorld()
    const { signal } = new AbortController()
    const login = world.hub.login('site_chat', 'site', { company, signal })
    await login.next()
    const wrong = await login.next({ values: { title: 'Магазин', allowedOrigins: 'shop' } })
    const screen = wrong.value
    if (typeof screen === 'string' || screen.show !== 'form') throw new Error('no form')
    assert.match(screen.error?.ru ?? '', /https:\/\/shop\.ru/)
    assert.match(screen.error?.en ?? '', /https:\/\/shop\.com/)
    assert.equal(screen.values?.['title'], 'Магазин')
    const nameless = await login.next({ values: { title: ' ' } })
    assert.isFalse(nameless.done)
    const done = await login.next({
      values: { title: 'Магазин', allowedOrigins: 'https://shop.ru' },
    })
    if (done.done !== true) throw new Error('the form came back')
    const account = await world.hub.account(done.value)
    assert.equal(account?.identity.title, 'Магазин')
    assert.equal(account?.identity.link, 'https://shop.ru')
    assert.equal(account?.settings['askEmailAfterS'], 60)
  })

  test('two chats of one name are two accounts; connecting again keeps the one', async ({
    assert,
  }) => {
    await using world = await aWorld()
    const other = await world.connect()
    assert.notEqual(other, world.account)
    const { signal } = new AbortController()
    const again = world.hub.login('site_chat', 'site', { company, signal, again: world.account })
    const first = await again.next()
    const form = first.value
    assert.equal(
      typeof form !== 'string' && form.show === 'form' && form.values?.['title'],
      'Лампы и свет'
    )
    const done = await again.next({ values: { title: 'Новое имя' } })
    assert.equal(done.value, world.account)
    const visitor = await world.visitor()
    const config = (await (await visitor.request('config')).json()) as object
    assert.deepInclude(config, { title: 'Новое имя', initials: 'НИ' })
  })

  test('what a person takes away are addresses that answer', async ({ assert }) => {
    await using world = await aWorld()
    const handouts = plugin.manifest.handouts ?? []
    assert.deepEqual(
      handouts.map(({ id }) => id),
      ['snippet', 'demo']
    )
    for (const { path, copy } of handouts) {
      const url = await world.url(path)
      assert.equal((await fetch(url)).status, 200)
      if (copy === undefined) continue
      assert.match(
        copy.replace('{url}', url.href),
        /^<script async src="http:\/\/127\.0\.0\.1:\d+\/hooks\/site_chat\/[0-9a-f-]+\.[\w-]+\/widget\.js"><\/script>$/
      )
    }
  })

  test('a changed setting holds for the next request', async ({ assert }) => {
    await using world = await aWorld()
    const visitor = await world.visitor({ origin: 'https://shop.ru' })
    await visitor.write('Здравствуйте')
    await world.hub.change(world.account, { allowedOrigins: 'https://other.ru' })
    const refused = await visitor.write('Ещё').then(
      () => 'served',
      (error: unknown) => String(error)
    )
    assert.match(refused, /not set up for this site/)
  })
})
