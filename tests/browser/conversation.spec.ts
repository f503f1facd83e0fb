import { readFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import { until } from '../support/until.ts'
import { sandbox, visitorAt } from './support/accounts.ts'
import { chat, inbox } from './support/inbox.ts'
import { aCompanyOn, Stage } from './support/stage.ts'
import { statusesOf } from './support/statuses.ts'

test.group('A visitor and an operator, each in a browser', (group) => {
  group.each.timeout(120_000)

  test('he writes, she sees it without reloading and answers with a file, he gets both; ticks change', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const { demo } = await sandbox(await aCompanyOn(stage))
    const operator = await stage.signedIn()
    await operator.goto(`${stage.product.url}/inbox`)
    await operator.getByText('Здесь появятся диалоги').waitFor()
    let loads = 0
    operator.on('load', () => loads++)

    const visitor = await stage.page({ width: 900 })
    await visitor.goto(demo)
    await chat.launch(visitor).click()
    await chat.write(visitor, 'Есть ли лампа «Луна»?')

    const row = operator.getByRole('option')
    await row.getByText('Есть ли лампа «Луна»?').waitFor()
    await row.click()
    await operator.mouse.move(900, 300)
    await inbox.message(operator, 'Есть ли лампа «Луна»?').waitFor()

    await operator.locator('input[type=file]').setInputFiles({
      name: 'каталог.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('Луна: 4 900 ₽'),
    })
    await inbox.write(operator, 'Есть, вот каталог')
    await visitor.getByText('Есть, вот каталог').first().waitFor()
    const [download] = await Promise.all([
      visitor.waitForEvent('download'),
      visitor.getByRole('link', { name: /каталог\.txt/ }).click(),
    ])
    assert.equal(download.suggestedFilename(), 'каталог.txt')
    assert.equal(await readFile(await download.path(), 'utf8'), 'Луна: 4 900 ₽')
    // His chat is open in front of him.
    await inbox.status(operator, 'Есть, вот каталог', 'read')

    // He leaves the shop and comes back: sent, then delivered, then read.
    await visitor.goto('about:blank')
    const seen = await statusesOf(operator, 'Отложить её для вас?')
    await inbox.write(operator, 'Отложить её для вас?')
    await inbox.status(operator, 'Отложить её для вас?', 'sent')
    await visitor.goto(demo)
    await inbox.status(operator, 'Отложить её для вас?', 'delivered')
    await visitor.getByRole('button', { name: /^Открыть чат, 1/ }).click()
    await inbox.status(operator, 'Отложить её для вас?', 'read')
    const steps = await seen()
    assert.deepEqual(steps, ['queued', 'sent', 'delivered', 'read'])

    assert.equal(loads, 0)
    assert.deepEqual(stage.complaints, [])
  })

  test('the server is killed and started again: nothing is missing, what was typed meanwhile goes out once', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const person = await aCompanyOn(stage)
    const { demo } = await sandbox(person)
    const anna = visitorAt(demo)
    await anna.leave({ name: 'Анна Белова' })
    await anna.write('Сообщение 1')
    const operator = await stage.signedIn()
    await operator.goto(`${stage.product.url}/inbox`)
    await inbox.open(operator, 'Анна Белова')
    await inbox.settled(operator, ['Сообщение 1'])

    await stage.product.kill()
    const bar = operator.getByText('Нет связи, показаны данные на')
    await bar.waitFor()
    await inbox.write(operator, 'Написано без связи')
    await inbox.status(operator, 'Написано без связи', 'queued')

    await stage.product.up()
    const boris = visitorAt(demo)
    await boris.leave({ name: 'Борис Орлов' })
    await boris.write('Пишу впервые', { patienceMs: 10_000 })
    await bar.waitFor({ state: 'detached', timeout: 30_000 })
    await inbox.row(operator, 'Борис Орлов').getByText('Пишу впервые').waitFor()
    await inbox.status(operator, 'Написано без связи', 'sent')
    await anna.write('Сообщение 2')
    await inbox.settled(operator, ['Сообщение 1', 'Написано без связи', 'Сообщение 2'])

    const got = await until(async () => {
      const ours = (await anna.lines()).filter(({ from }) => from === 'us')
      return ours.length > 0 ? ours.map(({ text }) => text) : undefined
    }, 'the answer')
    assert.deepEqual(got, ['Написано без связи'])
    await operator.reload()
    await inbox.settled(operator, ['Сообщение 1', 'Написано без связи', 'Сообщение 2'])
    assert.deepEqual(stage.complaints, [])
  })
})
