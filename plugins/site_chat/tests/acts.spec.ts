import { test } from '@japa/runner'
import { externalId, systemClock, type ActOp, type MessageRef } from '@svyaz/core'
import { aWorld, until } from './world.ts'
import type { World } from './world.ts'

type Spoken = { readonly world: World<undefined>; readonly ref: MessageRef }

/** Our newest message, as acts name it. */
async function answered(world: World<undefined>, text: string): Promise<Spoken> {
  const before = world.ends.length
  await world.answer(text)
  await until(() => world.ends.length > before, 'the answer is stored')
  const end = world.ends.at(-1)
  if (end?.end !== 'done' || !end.sent?.chat) throw new Error('not sent')
  const ref = { id: end.sent.ids[0], chat: end.sent.chat, fromUs: true, at: end.sent.at ?? 0 }
  return { world, ref }
}

async function act({ world }: Pick<Spoken, 'world'>, op: ActOp): Promise<string> {
  const id = await world.store.transaction((tx) => world.hub.act(tx, world.account, op))
  await until(() => world.ends.some(({ row }) => row.id === id), 'the act ends')
  return world.ends.find(({ row }) => row.id === id)?.end ?? ''
}

const codeOf = (error: unknown): string => (error as { code: string }).code

const edit = (target: MessageRef, text: string): ActOp => ({
  op: 'edit',
  target,
  kind: 'text',
  text: { text },
})

test.group('what an operator changes', () => {
  test('an open page sees the new words where the old ones stood, then nothing of them', async ({
    assert,
  }) => {
    await using world = await aWorld()
    const visitor = await world.visitor()
    await visitor.write('Сколько стоит?')
    await using page = visitor.listen()
    const spoken = await answered(world, '1 200 ₽')
    await until(() => page.answers.length === 1, 'the answer')
    await act(spoken, edit(spoken.ref, '12 400 ₽'))
    await until(() => page.answers[0]?.text === '12 400 ₽', 'the edit')
    assert.isNumber(page.answers[0]?.edited)
    await act(spoken, { op: 'remove', target: spoken.ref })
    await until(() => page.answers.length === 0, 'the removal')
    assert.deepEqual(
      (await visitor.lines()).map(({ text }) => text),
      ['Сколько стоит?']
    )
  })

  test('a page that was away finds changes of what it has, by its cursor', async ({ assert }) => {
    await using world = await aWorld()
    const visitor = await world.visitor()
    await visitor.write('Вы тут?')
    await using page = visitor.listen()
    const first = await answered(world, 'Один')
    const second = await answered(world, 'Два')
    await until(() => page.answers.length === 2, 'both answers')
    await world.close()
    await world.open()
    await act(first, edit(first.ref, 'Один!'))
    await act(second, { op: 'remove', target: second.ref })
    await until(
      () => page.answers.length === 1 && page.answers[0]?.text === 'Один!',
      'what was changed meanwhile'
    )
    assert.equal(page.lines.length, 2)
  })

  test('a reaction to what the visitor wrote is shown, changed and taken back', async ({
    assert,
  }) => {
    await using world = await aWorld()
    const visitor = await world.visitor()
    await visitor.write('Спасибо!')
    const [message] = world.messages
    if (message === undefined) throw new Error('no message')
    const target = { id: message.id, chat: message.chat, fromUs: false, at: message.at }
    const shown = async () => (await visitor.lines())[0]?.reactions?.us
    await act({ world }, { op: 'react', target, emoji: '👍' })
    assert.equal(await shown(), '👍')
    await act({ world }, { op: 'react', target, emoji: '❤️' })
    assert.equal(await shown(), '❤️')
    await act({ world }, { op: 'react', target, emoji: null })
    assert.isUndefined(await shown())
  })

  test('files go with the message they came in', async ({ assert }) => {
    await using world = await aWorld()
    const visitor = await world.visitor()
    const file = await visitor.upload('паспорт.txt', Buffer.from('тайна'))
    await visitor.write('', { files: [file.id] })
    const [line] = await visitor.lines()
    assert.equal((await visitor.fetchFile(file)).status, 200)
    await visitor.remove(line?.id ?? '')
    assert.equal((await visitor.fetchFile(file)).status, 404)
    assert.equal(world.events.at(-1)?.type, 'deletion')
  })

  test('what is no longer there fails in words and holds nobody up', async ({ assert }) => {
    await using world = await aWorld()
    const visitor = await world.visitor()
    await visitor.write('Вопрос')
    const spoken = await answered(world, 'Ответ')
    await act(spoken, { op: 'remove', target: spoken.ref })
    assert.equal(await act(spoken, edit(spoken.ref, 'Иначе')), 'failed')
    assert.equal(await act(spoken, edit({ ...spoken.ref, id: externalId('x') }, 'а')), 'failed')
    await answered(world, 'Дальше')
  })

  test('changes don’t count as lines: a long history is whole, marks go by lines', async ({
    assert,
  }) => {
    await using world = await aWorld({ settings: { messagesPerMinute: 600 } })
    const visitor = await world.visitor()
    for (let n = 0; n < 60; n++) await visitor.write(String(n))
    const spoken = await answered(world, 'Ответ')
    for (let n = 0; n < 55; n++) await act(spoken, edit(spoken.ref, `Ответ ${String(n)}`))
    const page = await visitor.page()
    assert.equal(page.lines.length, 50)
    assert.isTrue(page.more)
    assert.equal(page.lines.at(-1)?.text, 'Ответ 54')
    await visitor.mark({ read: page.lines.at(-1)?.at ?? 0 })
    assert.deepEqual(
      world.statuses.map(({ status }) => status),
      ['delivered', 'read']
    )
  })
})

test.group('what a visitor changes', () => {
  test('his edit, his removal and his reaction reach us once, also when repeated', async ({
    assert,
  }) => {
    await using world = await aWorld()
    const visitor = await world.visitor()
    const { id } = await visitor.write('Привтт')
    const spoken = await answered(world, 'Здравствуйте')
    await visitor.edit(id, 'Привет')
    await visitor.edit(id, 'Привет')
    await visitor.react(spoken.ref.id, '🎉')
    await visitor.react(spoken.ref.id, '🎉')
    await visitor.react(spoken.ref.id, null)
    await visitor.remove(id)
    const said = world.events.slice(1).map((event) => {
      if (event.type === 'edit') return event.content
      if (event.type === 'reaction') return [event.id, event.emojis]
      return event.type === 'deletion' ? event.ids : event.type
    })
    const [message] = world.messages
    assert.deepEqual(said, [
      { kind: 'text', text: { text: 'Привет' } },
      [spoken.ref.id, ['🎉']],
      [spoken.ref.id, []],
      [message?.id],
    ])
    assert.deepEqual(
      (await visitor.lines()).map(({ text }) => text),
      ['Здравствуйте']
    )
  })

  test('nobody changes what is ours, what is another’s, or what is not an emoji', async ({
    assert,
  }) => {
    await using world = await aWorld()
    const visitor = await world.visitor()
    const { id } = await visitor.write('Вопрос')
    const spoken = await answered(world, 'Ответ')
    const stranger = await world.visitor()
    await stranger.write('Я тоже')
    const codes = await Promise.all(
      [
        visitor.edit(spoken.ref.id, 'Бесплатно'),
        visitor.remove(spoken.ref.id),
        visitor.react(id, '👍'),
        visitor.react(spoken.ref.id, '<b>'),
        visitor.edit(id, ' '),
        stranger.edit(id, 'Чужое'),
        stranger.remove(id),
        stranger.react(spoken.ref.id, '👍'),
      ].map((trying) => trying.then(String, codeOf))
    )
    const gone = 'E_SITE_CHAT_LINE'
    assert.deepEqual(codes, [
      gone,
      gone,
      gone,
      'E_SITE_CHAT_FIELD',
      'E_SITE_CHAT_EMPTY',
      gone,
      gone,
      gone,
    ])
    assert.lengthOf(world.events, 2)
  })

  test('after fifteen minutes it stays as it is, but a reaction may always come', async ({
    assert,
  }) => {
    let later = 0
    const clock = { ...systemClock, now: () => systemClock.now() + later }
    await using world = await aWorld({ clock })
    const visitor = await world.visitor()
    const { id } = await visitor.write('Вопрос')
    const spoken = await answered(world, 'Ответ')
    later = 15 * 60_000 + 1
    const code = await visitor.edit(id, 'Другой').then(String, codeOf)
    assert.equal(code, 'E_SITE_CHAT_CHANGE_LATE')
    await visitor.react(spoken.ref.id, '👍')
    assert.equal(world.events.at(-1)?.type, 'reaction')
  })

  test('changes count like messages: there is no way around the limits', async ({ assert }) => {
    await using world = await aWorld({ settings: { messagesPerMinute: 3 } })
    const visitor = await world.visitor()
    const { id } = await visitor.write('1')
    await visitor.edit(id, '2')
    await visitor.edit(id, '3')
    const code = await visitor.edit(id, '4').then(String, codeOf)
    assert.equal(code, 'E_SITE_CHAT_MINUTE')
  })
})
