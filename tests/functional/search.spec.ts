import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import type { FoundMessages } from '#app/search/views'
import type { AccountId } from '@svyaz/core'
import { v7 } from 'uuid'
import { aCompany, signedIn, type Company } from '../support/a_company.ts'
import type { Browser } from '../support/browser.ts'
import { connectEcho } from '../support/connect_echo.ts'

type World = { company: Company; browser: Browser; account: AccountId }

async function aWorld(): Promise<World> {
  const company = await aCompany()
  const browser = await signedIn(company)
  return { company, browser, account: (await connectEcho(browser, company.line)) as AccountId }
}

/** A client writes through the plugin's own endpoint. */
async function clientWrites({ account }: World, text: string, chat = 'client'): Promise<void> {
  const hub = await app.container.make('hub')
  const answer = await fetch(await hub.endpointUrl(account, '/write'), {
    method: 'POST',
    body: JSON.stringify({ text, chat, person: chat }),
  })
  if (!answer.ok) throw new Error(`not taken: ${String(answer.status)}`)
}

async function search({ browser }: World, q: string, more = ''): Promise<FoundMessages> {
  const answer = await browser.json(
    'GET',
    `/inbox/messages/search?q=${encodeURIComponent(q)}${more}`
  )
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
  return answer.body as FoundMessages
}

const shown = ({ data }: FoundMessages) =>
  data.map(({ excerpt }) => excerpt.map(({ text, hit }) => (hit ? `[${text}]` : text)).join(''))

test.group('Search in messages', () => {
  test('a word is found in all its forms, in both languages, with ё or without', async ({
    assert,
  }) => {
    const world = await aWorld()
    await clientWrites(world, 'Сколько стоит ДОСТАВКА дивана?')
    await clientWrites(world, 'Выставите счёт, пожалуйста')
    await clientWrites(world, 'Two deliveries were running late')
    for (const [q, found] of [
      ['доставки', 'Сколько стоит [ДОСТАВКА] дивана?'],
      ['диваны доставку', 'Сколько стоит [ДОСТАВКА] [дивана]?'],
      ['дост', 'Сколько стоит [ДОСТАВКА] дивана?'],
      ['счет', 'Выставите [счёт], пожалуйста'],
      ['СЧЁТА', 'Выставите [счёт], пожалуйста'],
      ['delivery', 'Two [deliveries] were running late'],
      ['runs deliver', 'Two [deliveries] were [running] late'],
      ['«стоит доставка»', 'Сколько [стоит] [ДОСТАВКА] дивана?'],
    ] as const) {
      assert.deepEqual(shown(await search(world, q)), [found], q)
    }
    for (const q of ['диван счёт', '«доставка стоит»', 'достовка', "'|&!:*\\"])
      assert.deepEqual(shown(await search(world, q)), [], q)
  })

  test('words that are everywhere are not looked for, and the answer says so', async ({
    assert,
  }) => {
    const world = await aWorld()
    await clientWrites(world, 'И это всё, что я знаю about the order')
    for (const q of ['и', 'что the', '', '   ', '!?'])
      assert.deepEqual(await search(world, q), { data: [], next: null, searched: false }, q)
    const found = await search(world, 'the order')
    assert.isTrue(found.searched)
    assert.lengthOf(found.data, 1)
  })

  test('what is found says where, when and by whom it was written', async ({ assert }) => {
    const world = await aWorld()
    await clientWrites(world, 'Где мой заказ?\nЖду <b>неделю</b> & больше', 'anna')
    const { body: list } = await world.browser.json('GET', '/inbox/dialogs')
    const [dialog] = list.data
    const path = `/inbox/dialogs/${String(dialog.id)}/messages`
    await world.browser.json('POST', path, { id: v7(), text: 'Заказ 4021 уже едет' })
    const { data } = await search(world, 'заказ')
    assert.containsSubset(data, [
      { from: 'member', excerpt: [{ text: 'Заказ', hit: true }, { text: ' 4021 уже едет' }] },
      {
        dialog: dialog.id,
        title: dialog.title,
        channel: 'echo',
        account: world.account,
        line: world.company.line,
        from: 'client',
      },
    ])
    assert.isAbove(data[0]?.at ?? 0, 1.7e12)
    const [client] = shown(await search(world, 'неделя'))
    assert.include(client, '[неделю]')
    assert.notInclude(client, '\n')
  })

  test('pages go on without a gap, the newest first', async ({ assert }) => {
    const world = await aWorld()
    for (let n = 0; n < 45; n++) await clientWrites(world, `Заявка ${String(n)}`)
    const seen: string[] = []
    for (let more = ''; ;) {
      const page = await search(world, 'заявки', more)
      seen.push(...shown(page))
      if (page.next === null) break
      more = `&cursor=${page.next}`
    }
    assert.deepEqual(
      seen,
      Array.from({ length: 45 }, (_, n) => `[Заявка] ${String(44 - n)}`)
    )
  })

  test('a line, a channel and a dialog narrow it', async ({ assert }) => {
    const world = await aWorld()
    const { body: line } = await world.browser.json('POST', '/lines', { name: 'Second' })
    const second = {
      ...world,
      account: (await connectEcho(world.browser, String(line.id))) as AccountId,
    }
    await clientWrites(world, 'гарантия раз', 'anna')
    await clientWrites(world, 'гарантия два', 'boris')
    await clientWrites(second, 'гарантия три', 'vera')
    const all = await search(world, 'гарантия')
    assert.lengthOf(all.data, 3)
    assert.deepEqual(shown(await search(world, 'гарантия', `&line=${String(line.id)}`)), [
      '[гарантия] три',
    ])
    assert.deepEqual(
      shown(await search(world, 'гарантия', `&dialog=${all.data[2]?.dialog ?? ''}`)),
      ['[гарантия] раз']
    )
    assert.lengthOf((await search(world, 'гарантия', '&channel=echo')).data, 3)
    assert.lengthOf((await search(world, 'гарантия', '&channel=email')).data, 0)
  })

  test('another company finds nothing, whatever it names', async ({ assert }) => {
    const world = await aWorld()
    await clientWrites(world, 'секретный чертёж')
    const stranger = await aWorld()
    const [mine] = (await search(world, 'чертеж')).data
    assert.isDefined(mine)
    for (const more of ['', `&dialog=${mine?.dialog ?? ''}`, `&line=${mine?.line ?? ''}`])
      assert.deepEqual((await search(stranger, 'чертёж', more)).data, [], more)
  })
})
