import { test } from '@japa/runner'
import { VisitorRefused, newId } from '../simulator/index.ts'
import { aWorld, until } from './world.ts'

async function refusal(work: Promise<unknown>): Promise<VisitorRefused> {
  try {
    await work
  } catch (error) {
    if (error instanceof VisitorRefused) return error
    throw error
  }
  throw new Error('it was not refused')
}

test.group('a visitor writes', () => {
  test('what he wrote is an event with his page, and a line of his own history', async ({
    assert,
  }) => {
    await using world = await aWorld()
    const visitor = await world.visitor()
    const page = { url: 'https://shop.ru/lamps', title: 'Лампы' }
    await visitor.write('Есть торшер?', { page })

    const [message] = world.messages
    assert.deepEqual(message?.content, { kind: 'text', text: { text: 'Есть торшер?' } })
    assert.deepEqual(message?.topic, page)
    assert.equal(message?.source, 'live')
    const [line] = await visitor.lines()
    assert.equal(line?.text, 'Есть торшер?')
    assert.equal(line?.from, 'visitor')
  })

  test('the same message again, also at the same moment, is stored once', async ({ assert }) => {
    await using world = await aWorld()
    const visitor = await world.visitor()
    const id = newId()
    const answers = await Promise.all([1, 2, 3].map(() => visitor.write('Раз', { id })))
    await visitor.write('Раз', { id })
    assert.lengthOf(world.messages, 1)
    assert.lengthOf(await visitor.lines(), 1)
    assert.deepEqual([...new Set(answers.map(({ at }) => at))].length, 1)
  })

  test('ten messages at once keep the order they were sent in', async ({ assert }) => {
    await using world = await aWorld()
    const visitor = await world.visitor()
    const texts = Array.from({ length: 10 }, (_, place) => `сообщение ${place}`)
    for (const text of texts) await visitor.write(text)
    assert.deepEqual(world.texts, texts)
    assert.deepEqual(
      (await visitor.lines()).map(({ text }) => text),
      texts
    )
  })

  test('the page of a message is told once, until he writes from another', async ({ assert }) => {
    await using world = await aWorld()
    const visitor = await world.visitor()
    const lamps = { url: 'https://shop.ru/lamps', title: 'Лампы' }
    await visitor.write('1', { page: lamps })
    await visitor.write('2', { page: lamps })
    await visitor.write('3', { page: { url: 'https://shop.ru/cart', title: 'Корзина' } })
    await visitor.write('4', { page: { url: 'javascript:alert(1)', title: 'x' } })
    assert.deepEqual(
      world.messages.map(({ topic }) => topic?.title),
      ['Лампы', undefined, 'Корзина', undefined]
    )
  })

  test('nothing is acknowledged before it is committed', async ({ assert }) => {
    const hold: { go?: () => void } = {}
    await using world = await aWorld({
      onEvents: () => new Promise((resolve) => (hold.go = resolve)),
    })
    const visitor = await world.visitor()
    const state = { answered: false }
    const writing = visitor.write('Жду').then(() => (state.answered = true))
    await until(() => hold.go !== undefined, 'the event reaches the app')
    assert.isFalse(state.answered)
    hold.go?.()
    await writing
    assert.lengthOf(await visitor.lines(), 1)
  })

  test('malformed requests are refused in words of both languages', async ({ assert }) => {
    await using world = await aWorld()
    const visitor = await world.visitor()
    const post = (body: string) => refusal(visitor.request('messages', { method: 'POST', body }))
    const broken = await post('{"id": ')
    assert.equal(broken.status, 400)
    assert.equal(broken.code, 'E_SITE_CHAT_JSON')
    assert.match(broken.ru, /не JSON/)
    assert.match(broken.message, /not JSON/)
    assert.equal((await post('{"text":"без id"}')).code, 'E_SITE_CHAT_FIELD')
    assert.equal((await post('"слово"')).code, 'E_SITE_CHAT_FIELD')
    assert.equal((await refusal(visitor.write('  '))).code, 'E_SITE_CHAT_EMPTY')
    assert.equal((await refusal(visitor.write('а'.repeat(4001)))).code, 'E_SITE_CHAT_TOO_LONG')
    assert.equal((await refusal(visitor.write('а'.repeat(70_000)))).status, 413)
    assert.isEmpty(world.events)
  })

  test('text is only text: marks of HTML reach the operator as they were written', async ({
    assert,
  }) => {
    await using world = await aWorld()
    const visitor = await world.visitor()
    await visitor.write('<img src=x onerror=alert(1)>')
    assert.deepEqual(world.texts, ['<img src=x onerror=alert(1)>'])
  })

  test('typing is a hint, of those only who have written', async ({ assert }) => {
    await using world = await aWorld()
    const visitor = await world.visitor()
    await visitor.typing(true)
    assert.isEmpty(world.hints)
    await visitor.write('Здравствуйте')
    await visitor.typing(true)
    assert.deepEqual(world.hints, [{ type: 'typing', chat: world.messages[0]?.chat, on: true }])
  })

  test('an e-mail he leaves becomes a fact about him, and goes with what he writes later', async ({
    assert,
  }) => {
    await using world = await aWorld()
    const visitor = await world.visitor()
    await visitor.write('Вопрос')
    assert.equal((await refusal(visitor.leave({ email: 'не адрес' }))).status, 400)
    await visitor.leave({ email: 'Anna@Mail.ru', name: 'Анна' })
    const contact = world.events.find((event) => event.type === 'contact')
    assert.equal(contact?.person.email, 'anna@mail.ru')
    assert.equal(contact?.person.name, 'Анна')
    assert.isTrue((await visitor.page()).email)
    await visitor.write('Ещё вопрос')
    const sender = world.messages[1]?.sender
    assert.deepEqual(sender?.self === false && sender.person.email, 'anna@mail.ru')
  })
})

test.group('floods', () => {
  test('too many messages a minute are refused with when to go on; another visitor is not touched', async ({
    assert,
  }) => {
    await using world = await aWorld({ settings: { messagesPerMinute: 3 } })
    const visitor = await world.visitor()
    for (const text of ['1', '2', '3']) await visitor.write(text)
    const refused = await refusal(visitor.write('4'))
    assert.equal(refused.status, 429)
    assert.equal(refused.code, 'E_SITE_CHAT_MINUTE')
    assert.isAbove(refused.retryAfterMs ?? 0, 1000)
    assert.match(refused.ru, /Слишком много/)
    const other = await world.visitor()
    await other.write('Я другой')
    assert.lengthOf(world.messages, 4)
  })

  test('the day has its own limit, which a restart does not forget', async ({ assert }) => {
    await using world = await aWorld({ settings: { messagesPerDay: 2 } })
    const visitor = await world.visitor()
    await visitor.write('1')
    await visitor.write('2')
    await world.close()
    await world.open()
    assert.equal((await refusal(visitor.write('3', { patienceMs: 5000 }))).code, 'E_SITE_CHAT_DAY')
  })

  test('strangers from one address are counted, those who are known are not', async ({
    assert,
  }) => {
    await using world = await aWorld({ settings: { newVisitorsPerHour: 2 } })
    const first = await world.visitor()
    await first.write('1')
    await (await world.visitor()).write('2')
    const third = await refusal((await world.visitor()).write('3'))
    assert.equal(third.code, 'E_SITE_CHAT_VISITORS')
    await first.write('Я уже писал')
    assert.lengthOf(world.messages, 3)
  })

  test('one visitor cannot hold more streams than tabs make sense', async ({ assert }) => {
    await using world = await aWorld()
    const visitor = await world.visitor()
    const stop = new AbortController()
    const open = () => visitor.request('stream', { signal: stop.signal })
    await Promise.all(Array.from({ length: 12 }, open))
    assert.equal((await refusal(open())).code, 'E_SITE_CHAT_STREAMS')
    stop.abort()
    await until(async () => {
      const again = new AbortController()
      const opened = await visitor
        .request('stream', { signal: again.signal })
        .catch(() => undefined)
      again.abort()
      return opened !== undefined
    }, 'closed streams are given back')
  })
})
