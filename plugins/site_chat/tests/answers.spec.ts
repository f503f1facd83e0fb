import { test } from '@japa/runner'
import { aWorld, until } from './world.ts'

test.group('an operator answers', () => {
  test('an open page gets the answer with his name, and the states come back', async ({
    assert,
  }) => {
    await using world = await aWorld()
    const visitor = await world.visitor()
    await visitor.write('Есть торшер?')
    await using page = visitor.listen()
    await world.answer('Есть, 12 400 ₽')
    await until(() => page.answers.length === 1, 'the answer arrives')
    assert.equal(page.answers[0]?.text, 'Есть, 12 400 ₽')
    assert.equal(page.answers[0]?.author, 'Ольга')

    const sent = world.ends.find(({ end }) => end === 'done')
    const id = sent?.end === 'done' ? sent.sent?.ids[0] : undefined
    await until(() => world.statuses.length === 1, 'delivered')
    await visitor.mark({ read: page.answers[0]?.at ?? 0 })
    assert.deepEqual(
      world.statuses.map(({ target, status }) => [target.id, status]),
      [
        [id, 'delivered'],
        [id, 'read'],
      ]
    )
  })

  test('an answer to a closed page waits, and is delivered only when he comes back', async ({
    assert,
  }) => {
    await using world = await aWorld()
    const visitor = await world.visitor()
    await visitor.write('Вопрос')
    await world.answer('Ответ')
    await until(() => world.ends.some(({ end }) => end === 'done'), 'the answer is stored')
    assert.isEmpty(world.statuses)

    const back = await world.visitor({ secret: visitor.secret })
    await using page = back.listen()
    await until(() => page.lines.length === 2, 'the history of both')
    assert.deepEqual(
      page.lines.map(({ text }) => text),
      ['Вопрос', 'Ответ']
    )
    await until(() => world.statuses.length === 1, 'delivered now')
    assert.equal(world.statuses[0]?.status, 'delivered')
  })

  test('a mark of what was never sent marks nothing', async ({ assert }) => {
    await using world = await aWorld()
    const visitor = await world.visitor()
    await visitor.write('Вопрос')
    await visitor.mark({ delivered: 9_999_999_999_999, read: 9_999_999_999_999 })
    assert.isEmpty(world.statuses)
    await world.answer('Ответ')
    await until(async () => (await visitor.lines()).length === 2, 'the answer is there')
    await visitor.mark({ read: 9_999_999_999_999 })
    assert.deepEqual(
      world.statuses.map(({ status }) => status),
      ['delivered', 'read']
    )
  })

  test('fifty answers arrive in order, each once', async ({ assert }) => {
    await using world = await aWorld()
    const visitor = await world.visitor()
    await visitor.write('Считайте')
    await using page = visitor.listen()
    const texts = Array.from({ length: 50 }, (_, place) => String(place))
    for (const text of texts) await world.answer(text)
    await until(() => page.answers.length >= 50, 'all fifty')
    assert.deepEqual(
      page.answers.map(({ text }) => text),
      texts
    )
  })

  test('a stream that was cut by a restart goes on with nothing missing and nothing twice', async ({
    assert,
  }) => {
    await using world = await aWorld()
    const visitor = await world.visitor()
    await visitor.write('Вы тут?')
    await using page = visitor.listen()
    await world.answer('1')
    await until(() => page.answers.length === 1, 'the first answer')
    await world.close()
    await world.open()
    await world.answer('2')
    await world.answer('3')
    await until(() => page.answers.length === 3, 'what was written while he was cut off')
    await world.answer('4')
    await until(() => page.answers.length === 4, 'what comes live again')
    assert.deepEqual(
      page.answers.map(({ text }) => text),
      ['1', '2', '3', '4']
    )
  })

  test('polling gives the same lines where streams are held back', async ({ assert }) => {
    await using world = await aWorld()
    const visitor = await world.visitor()
    const { at } = await visitor.write('Вопрос')
    await world.answer('Ответ')
    await until(
      async () => (await visitor.lines({ after: at })).some(({ from }) => from === 'us'),
      'the answer'
    )
    const ids = (await visitor.lines({ after: at })).map(({ id }) => id)
    assert.equal(new Set(ids).size, ids.length)
  })

  test('a long history comes page by page, oldest reachable', async ({ assert }) => {
    await using world = await aWorld({ settings: { messagesPerMinute: 600 } })
    const visitor = await world.visitor()
    for (let n = 0; n < 120; n++) await visitor.write(String(n))
    const seen: string[] = []
    let before: number | undefined
    for (;;) {
      const page = await visitor.page(before === undefined ? {} : { before })
      seen.unshift(...page.lines.map(({ text }) => text ?? ''))
      if (!page.more) break
      before = page.lines[0]?.at
    }
    assert.deepEqual(
      seen,
      Array.from({ length: 120 }, (_, n) => String(n))
    )
  })

  test('a stream ends by itself when the server stops', async ({ assert }) => {
    await using world = await aWorld()
    const visitor = await world.visitor()
    const { body } = await visitor.request('stream')
    const reader = body?.getReader()
    await reader?.read()
    const stopping = world.hub.stop({ graceMs: 500 })
    let ended = false
    while (!ended) ended = (await reader?.read())?.done ?? true
    await stopping
    assert.isTrue(ended)
  })

  test('typing, read marks and who is there reach the page by name', async ({ assert }) => {
    await using world = await aWorld()
    const visitor = await world.visitor()
    const { at } = await visitor.write('Вопрос')
    await using page = visitor.listen()
    const words = (name: string) =>
      page.others.filter((one) => one.name === name).map(({ data }) => data)
    await until(() => words('hello').length === 1, 'hello')
    const [message] = world.messages
    if (message === undefined) throw new Error('no message')
    world.hub.typing(world.account, message.chat, true, { name: 'Ольга' })
    await until(() => words('word').length === 1, 'typing')
    assert.deepEqual(words('word')[0], { typing: true, name: 'Ольга' })
    world.hub.online(world.account, true)
    await until(() => words('team').length === 1, 'online')
    assert.deepEqual(words('team')[0], { online: true })
    await world.store.transaction((tx) =>
      world.hub.markRead(tx, world.account, message.chat, [
        { id: message.id, chat: message.chat, fromUs: false, at: message.at },
      ])
    )
    await until(() => words('word').length === 2, 'read')
    assert.deepEqual(words('word')[1], { seen: at })
    assert.deepInclude(await visitor.page(), { seen: at, online: true })
  })

  test('whether anybody is there is not told where the setting says so', async ({ assert }) => {
    await using world = await aWorld({ settings: { showOnline: false } })
    const visitor = await world.visitor()
    world.hub.online(world.account, false)
    await visitor.write('Вопрос')
    assert.isNull((await visitor.page()).online)
  })
})
