import { test } from '@japa/runner'
import { v7 } from 'uuid'
import type { ReplyHit, ReplyView } from '#app/replies/views'
import { aCompany, aPerson, signedIn, type Company, type TestPerson } from '../support/a_company.ts'
import { Browser } from '../support/browser.ts'

type World = {
  readonly company: Company
  readonly owner: Browser
  section(name: string, parent?: string | null): Promise<string>
  reply(body: Partial<ReplyView>): Promise<string>
}

async function aWorld(): Promise<World> {
  const company = await aCompany()
  const owner = await signedIn(company)
  return {
    company,
    owner,
    async section(name, parent = null) {
      const { status, body } = await owner.json('POST', '/replies/sections', { parent, name })
      if (status !== 201) throw new Error(JSON.stringify(body))
      return body.id as string
    },
    async reply(body) {
      const id = v7()
      const reply = { id, section: null, title: id, text: 'text', ...body }
      const answer = await owner.json('POST', '/replies', reply)
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
      return id
    },
  }
}

async function search(browser: Browser, q: string, section?: string): Promise<readonly ReplyHit[]> {
  const query = new URLSearchParams({ q, ...(section === undefined ? {} : { section }) })
  const { status, body } = await browser.json('GET', `/replies/search?${query.toString()}`)
  if (status !== 200) throw new Error(JSON.stringify(body))
  return body.data as readonly ReplyHit[]
}

const titles = (hits: readonly ReplyHit[]): string[] => hits.map(({ title }) => title)

async function upload(browser: Browser, name: string): Promise<string> {
  const form = new FormData()
  form.append('file', new Blob(['data'], { type: 'text/plain' }), name)
  const { body } = await browser.json('POST', '/inbox/files', form)
  return body.media as string
}

async function csv(browser: Browser, path: string, file: string) {
  const answer = await fetch(new URL(path, Browser.url), {
    method: 'POST',
    body: file,
    headers: {
      'content-type': 'text/csv',
      'accept': 'application/json',
      'accept-language': 'ru',
      'cookie': browser.cookies,
      'x-xsrf-token': browser.token,
    },
  })
  return { status: answer.status, body: (await answer.json()) as any }
}

test.group('Quick replies', (group) => {
  group.each.timeout(60_000)

  test('a tree of sections: made, renamed, moved, refused to lie in itself, deleted when empty', async ({
    assert,
  }) => {
    const { owner, section, reply } = await aWorld()
    const delivery = await section('Доставка')
    const moscow = await section('Москва', delivery)
    const payment = await section('Оплата')
    assert.equal(
      (await owner.json('POST', '/replies/sections', { parent: null, name: ' доставка ' })).body
        .code,
      'E_SECTION_NAME_TAKEN'
    )
    await owner.json('PATCH', `/replies/sections/${moscow}`, { name: 'По  Москве / области' })
    const into = await owner.json('POST', `/replies/sections/${delivery}/move`, { parent: moscow })
    assert.equal(into.body.code, 'E_SECTION_INTO_ITSELF')
    await owner.json('POST', `/replies/sections/${payment}/move`, {
      parent: null,
      before: delivery,
    })
    const { props } = await owner.page('/replies')
    const inOrder = (parent: string | null) =>
      props.sections.filter((one: any) => one.parent === parent).map((one: any) => one.name)
    assert.deepEqual(inOrder(null), ['Оплата', 'Доставка'])
    assert.deepEqual(inOrder(delivery), ['По Москве/области'])
    const lying = await reply({ section: moscow, title: 'Сроки' })
    for (const id of [moscow, delivery])
      assert.equal(
        (await owner.json('DELETE', `/replies/sections/${id}`)).body.code,
        'E_SECTION_NOT_EMPTY'
      )
    await owner.json('DELETE', `/replies/${lying}`)
    assert.equal((await owner.json('DELETE', `/replies/sections/${moscow}`)).status, 204)
    assert.equal((await owner.json('DELETE', `/replies/sections/${delivery}`)).status, 204)
  })

  test('a reply with files: made once, changed, moved, deleted and taken back', async ({
    assert,
  }) => {
    const { owner, section } = await aWorld()
    const delivery = await section('Доставка')
    const media = await upload(owner, 'карта.txt')
    const id = v7()
    const body = {
      id,
      section: delivery,
      title: 'Сроки',
      text: 'Два дня, {{клиент}}',
      questions: ['когда; как долго', 'когда'],
      attachments: [{ media, name: 'карта.txt', as: 'document' }],
    }
    const made = await owner.json('POST', '/replies', body)
    assert.equal(made.status, 201)
    assert.deepEqual(made.body.path, ['Доставка'])
    assert.deepEqual(made.body.questions, ['когда', 'как долго'])
    assert.deepEqual(made.body.attachments, [
      { media, name: 'карта.txt', mime: 'text/plain', bytes: 4, as: 'document' },
    ])
    assert.equal((await owner.json('POST', '/replies', body)).status, 201)
    const other = await owner.json('POST', '/replies', { ...body, id: v7(), title: 'сРОки' })
    assert.equal(other.body.code, 'E_REPLY_TITLE_TAKEN')

    const changed = await owner.json('PUT', `/replies/${id}`, { ...body, section: null, text: '' })
    assert.equal(changed.body.text, '')
    assert.isNull(changed.body.section)
    const empty = await owner.json('PUT', `/replies/${id}`, { ...body, text: ' ', attachments: [] })
    assert.equal(empty.body.code, 'E_REPLY_EMPTY')
    const unknown = await owner.json('PUT', `/replies/${id}`, { ...body, text: 'Hi {{имя}}' })
    assert.equal(unknown.body.code, 'E_REPLY_VARIABLE')
    assert.include(unknown.body.detail, '{{имя}}')
    assert.include(unknown.body.detail, '{{client}}')

    assert.equal((await owner.json('DELETE', `/replies/${id}`)).status, 204)
    assert.equal((await owner.json('DELETE', `/replies/${id}`)).status, 404)
    assert.equal((await owner.json('POST', '/replies', body)).body.title, 'Сроки')
  })

  test('replies keep their places; one is put in front of another, also when it is taken back', async ({
    assert,
  }) => {
    const { owner, section, reply } = await aWorld()
    const place = await section('Раздел')
    const [a, b, c] = [
      await reply({ section: place, title: 'А' }),
      await reply({ section: place, title: 'Б' }),
      await reply({ section: place, title: 'В' }),
    ]
    const order = async () => titles(await search(owner, '', place)).join('')
    assert.equal(await order(), 'АБВ')
    await owner.json('POST', `/replies/${c}/move`, { section: place, before: a })
    assert.equal(await order(), 'ВАБ')
    await owner.json('DELETE', `/replies/${a}`)
    await owner.json('POST', '/replies', {
      id: a,
      section: place,
      title: 'А',
      text: 'т',
      before: b,
    })
    assert.equal(await order(), 'ВАБ')
    await owner.json('POST', `/replies/${a}/move`, { section: null })
    assert.equal(await order(), 'ВБ')
    assert.deepEqual(titles(await search(owner, '')), ['А'])
  })

  test('who changes what: managers everything, editors their section and below, others nothing', async ({
    assert,
  }) => {
    const { company, owner, section, reply } = await aWorld()
    const above = await section('Сверху')
    const mine = await section('Моё', above)
    const below = await section('Ниже', mine)
    const theirs = await section('Чужое')
    const people: { readonly [name: string]: TestPerson } = {
      supervisor: await aPerson(company, 'supervisor'),
      editor: await aPerson(company, 'operator'),
      operator: await aPerson(company, 'operator'),
    }
    const named = { members: [people.editor?.member] }
    const set = await owner.json('PUT', `/replies/sections/${mine}/editors`, named)
    assert.equal(set.status, 204)
    const may = async (who: string, where: string | null) => {
      const browser = await signedIn(company, people[who])
      const body = { id: v7(), section: where, title: v7(), text: 'т' }
      return (await browser.json('POST', '/replies', body)).status === 201
    }
    for (const where of [above, mine, below, theirs, null]) {
      assert.isTrue(await may('supervisor', where))
      assert.equal(await may('editor', where), where === mine || where === below)
      assert.isFalse(await may('operator', where))
    }
    const editor = await signedIn(company, people.editor)
    const kept = await reply({ section: theirs, title: 'Чужой ответ' })
    const own = await reply({ section: below, title: 'Свой ответ' })
    const code = async (method: string, path: string, body?: unknown) =>
      (await editor.json(method, path, body)).body?.code ?? 'done'
    assert.equal(await code('DELETE', `/replies/${kept}`), 'E_REPLIES_NOT_YOURS')
    assert.equal(
      await code('POST', `/replies/${own}/move`, { section: theirs }),
      'E_REPLIES_NOT_YOURS'
    )
    assert.equal(
      await code('POST', `/replies/${kept}/move`, { section: mine }),
      'E_REPLIES_NOT_YOURS'
    )
    assert.equal(await code('POST', `/replies/${own}/move`, { section: mine }), 'done')
    assert.equal(await code('PATCH', `/replies/sections/${below}`, { name: 'Под' }), 'done')
    assert.equal(
      await code('PATCH', `/replies/sections/${above}`, { name: 'Над' }),
      'E_REPLIES_NOT_YOURS'
    )
    assert.equal(
      await code('POST', `/replies/sections/${below}/move`, { parent: null }),
      'E_REPLIES_NOT_YOURS'
    )
    assert.equal(
      await code('PUT', `/replies/sections/${mine}/editors`, { members: [] }),
      'E_SUPERVISORS_ONLY'
    )
    // All may read, and see what of it is theirs to change.
    const operator = await signedIn(company, people.operator)
    assert.deepEqual(titles(await search(operator, 'Чужой ответ')).slice(0, 1), ['Чужой ответ'])
    const { props } = await editor.page('/replies')
    assert.deepEqual(
      props.sections
        .filter((one: any) => one.mine)
        .map((one: any) => one.name)
        .toSorted(),
      ['Моё', 'Под']
    )
    assert.deepEqual(props.members, [])
  })

  test('search forgives typos and knows word forms in both languages, ё, and the other layout', async ({
    assert,
  }) => {
    const { owner, section, reply } = await aWorld()
    const delivery = await section('Доставка')
    const moscow = await section('Москва', delivery)
    await reply({
      section: moscow,
      title: 'Сроки доставки',
      questions: ['когда привезут заказ', 'сколько ждать'],
      text: 'Привезём за два дня.',
    })
    await reply({ section: delivery, title: 'Самовывоз', text: 'Заберите сами на складе.' })
    await reply({
      title: 'Возврат денег',
      questions: ['верните деньги'],
      text: 'Вернём за 10 дней.',
    })
    await reply({ title: 'Ёлки', text: 'Живые ели в горшках.' })
    await reply({
      title: 'Shipping costs',
      questions: ['how much is delivery'],
      text: 'It is free.',
    })
    await reply({ title: 'Refund policy', text: 'Payments are returned within ten days.' })

    const first = async (q: string) => titles(await search(owner, q))[0]
    assert.equal(await first('доставка'), 'Сроки доставки')
    assert.equal(await first('достака'), 'Сроки доставки')
    assert.equal(await first('ДАСТАВКУ'), 'Сроки доставки')
    assert.equal(await first('вазврат'), 'Возврат денег')
    assert.equal(await first('елка'), 'Ёлки')
    assert.equal(await first('ЁЛКОЙ'), 'Ёлки')
    assert.equal(await first('refnud'), 'Refund policy')
    assert.equal(await first('payment'), 'Refund policy')
    assert.equal(await first('shiping'), 'Shipping costs')
    assert.equal(await first('самов'), 'Самовывоз')
    assert.equal(await first('cfvjdsdjp'), 'Самовывоз')
    assert.equal(await first('ыршззштп'), 'Shipping costs')
    assert.equal(await first('на складе'), 'Самовывоз')
    assert.isUndefined(await first('xyzzy'))
    assert.equal((await search(owner, "%_' & | ! :* (")).length, 4)

    const [asked] = await search(owner, 'когда же привезут мой заказ')
    assert.equal(asked?.title, 'Сроки доставки')
    assert.equal(asked?.question, 'когда привезут заказ')
    assert.deepEqual(asked?.path, ['Доставка', 'Москва'])
    assert.deepEqual(titles(await search(owner, 'дней', delivery)), ['Сроки доставки'])
    assert.deepEqual(titles(await search(owner, 'возврат', moscow)), [])
  })

  test('the file goes out for Excel and comes back the same', async ({ assert }) => {
    const { owner, section, reply } = await aWorld()
    const place = await section('Москва', await section('Доставка'))
    await reply({
      section: place,
      title: 'Сроки; "все"',
      questions: ['когда', '+7?'],
      text: 'Два\nдня',
    })
    await reply({ title: '=1+1', text: '{{клиент}}, да' })
    const answer = await owner.request('GET', '/replies/export')
    assert.include(answer.headers.get('content-disposition'), '.csv')
    const bytes = new Uint8Array(await answer.arrayBuffer())
    assert.deepEqual([...bytes.slice(0, 3)], [0xef, 0xbb, 0xbf])
    const file = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
    assert.include(file, `;'=1+1;`)

    const preview = await csv(owner, '/replies/import/preview', file)
    assert.deepEqual(
      preview.body.lines.map(({ state }: any) => state),
      ['same', 'same']
    )
    const elsewhere = await aWorld()
    const done = await csv(elsewhere.owner, '/replies/import', file)
    assert.deepEqual(done.body, { made: 2, changed: 0 })
    const again = await elsewhere.owner.request('GET', '/replies/export')
    assert.equal(await again.text(), file.slice(1))
  })

  test('an import says before what it will do, and one bad line stops all of it', async ({
    assert,
  }) => {
    const { company, owner, section, reply } = await aWorld()
    const place = await section('Доставка')
    await reply({ section: place, title: 'Сроки', text: 'Два дня' })
    const good =
      'Раздел,Название,Вопросы,Текст\nдоставка,сроки,когда,Три дня\nДоставка / Питер,Питер,,Неделя\n'
    const bad = `${good}Доставка,,,Текст\nДоставка,Сроки,,Ещё раз\n,Имя,,Привет {{имя}}\n`
    const preview = await csv(owner, '/replies/import/preview', bad)
    assert.deepEqual(
      preview.body.lines.map(({ line, state, title }: any) => [line, state, title]),
      [
        [2, 'changed', 'сроки'],
        [3, 'new', 'Питер'],
      ]
    )
    assert.deepEqual(preview.body.sections, [['Доставка', 'Питер']])
    assert.deepEqual(
      preview.body.rejected.map(({ line }: any) => line),
      [4, 5, 6]
    )
    assert.include(preview.body.rejected[1].reason, 'строке 2')
    assert.include(preview.body.rejected[2].reason, '{{имя}}')
    const refused = await csv(owner, '/replies/import', bad)
    assert.equal(refused.body.code, 'E_IMPORT_REJECTED')
    assert.deepEqual(titles(await search(owner, '', place)), ['Сроки'])

    const done = await csv(owner, '/replies/import', good)
    assert.deepEqual(done.body, { made: 1, changed: 1 })
    const [changed] = await search(owner, '', place)
    assert.deepEqual(
      [changed?.title, changed?.text, changed?.questions],
      ['сроки', 'Три дня', ['когда']]
    )
    assert.equal((await csv(owner, '/replies/import', 'x;y\n1;2\n')).body.code, 'E_CSV_HEADINGS')

    // An editor's file reaches no further than the editor.
    const person = await aPerson(company, 'operator')
    await owner.json('PUT', `/replies/sections/${place}/editors`, { members: [person.member] })
    const editor = await signedIn(company, person)
    const told = await csv(editor, '/replies/import/preview', `${good},Без раздела,,Текст\n`)
    assert.lengthOf(told.body.lines, 2)
    assert.deepEqual(
      told.body.rejected.map(({ line }: any) => line),
      [4]
    )
  })

  test('nothing of another company is found, named or taken', async ({ assert }) => {
    const theirs = await aWorld()
    const section = await theirs.section('Чужой раздел')
    const reply = await theirs.reply({ section, title: 'Чужая тайна' })
    const media = await upload(theirs.owner, 'тайна.txt')
    const { owner } = await aWorld()
    assert.deepEqual(titles(await search(owner, 'тайна')), [])
    const { body } = await owner.json('GET', `/replies/search?section=${section}`)
    assert.equal(body.code, 'E_NOT_FOUND')
    const stolen = await owner.json('POST', '/replies', {
      id: v7(),
      section: null,
      title: 'т',
      text: 'т',
      attachments: [{ media, name: 'т', as: 'document' }],
    })
    assert.equal(stolen.body.code, 'E_MEDIA_GONE')
    assert.equal(
      (await owner.json('POST', `/replies/${reply}/move`, { section: null })).status,
      404
    )
  })
})
