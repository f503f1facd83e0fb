import { test } from '@japa/runner'
import type { Locator, Page } from 'playwright'
import { until } from '../support/until.ts'
import { moodyOn } from './support/accounts.ts'
import { inbox } from './support/inbox.ts'
import { Stage } from './support/stage.ts'

/** More than experience.md §5 wants in the page; less than the dialog has. */
const tooMany = 75
const written = 110

const entries = (page: Page): Locator => page.locator('[data-entry]')
const isAtEnd = (page: Page): Promise<boolean> =>
  page
    .getByRole('log')
    .evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight < 2 && log.scrollTop > 0)

async function scrollUntil(page: Page, text: string, by: number): Promise<number> {
  let most = 0
  await until(async () => {
    await page.getByRole('log').evaluate((log, px) => log.scrollBy(0, px), by)
    most = Math.max(most, await entries(page).count())
    return (await inbox.message(page, text).count()) > 0
  }, `«${text}» in the page`)
  return most
}

test.group('A long dialog', (group) => {
  group.each.timeout(120_000)

  test('keeps some sixty messages in the page, shows each of them and leads back to the end', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const moody = await moodyOn(stage)
    for (let n = 1; n <= written; n++) await moody.write('1', 'Борис Орлов', `Вопрос № ${n}.`)
    const page = await stage.signedIn()
    await page.goto(`${stage.product.url}/inbox`)
    // Read, so that it opens at its end.
    await inbox.row(page, 'Борис Орлов').click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Отметить прочитанным' }).click()
    await inbox.open(page, 'Борис Орлов')
    await inbox.message(page, `Вопрос № ${written}.`).waitFor()
    await until(() => isAtEnd(page), 'the end of the dialog')
    assert.isBelow(await entries(page).count(), tooMany)

    assert.isBelow(await scrollUntil(page, 'Вопрос № 1.', -400), tooMany)
    await inbox.message(page, `Вопрос № ${written}.`).waitFor({ state: 'detached' })
    assert.isBelow(await scrollUntil(page, `Вопрос № ${written}.`, 400), tooMany)

    await scrollUntil(page, 'Вопрос № 30.', -400)
    await moody.write('1', 'Борис Орлов', 'Самый новый')
    await page.getByRole('button', { name: 'К последнему: 1 новое сообщение' }).click()
    await inbox.message(page, 'Самый новый').waitFor()
    await until(() => isAtEnd(page), 'the end of the dialog')
    await inbox.write(page, 'Отвечаю')
    await inbox.status(page, 'Отвечаю', 'sent')
    await until(() => isAtEnd(page), 'the end of the dialog')
    assert.deepEqual(stage.complaints, [])
  })
})
