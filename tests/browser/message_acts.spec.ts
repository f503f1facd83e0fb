import { test } from '@japa/runner'
import type { Page } from 'playwright'
import { until } from '../support/until.ts'
import { sandbox, visitorAt } from './support/accounts.ts'
import { inbox } from './support/inbox.ts'
import { findings } from './support/measures.ts'
import { aCompanyOn, Stage } from './support/stage.ts'

const menuOf = async (page: Page, text: string): Promise<void> => {
  await inbox.message(page, text).hover()
  await inbox.message(page, text).getByRole('button', { name: 'Действия с сообщением' }).click()
}
const pick = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

async function aTalk(stage: Stage) {
  const { demo } = await sandbox(await aCompanyOn(stage))
  const anna = visitorAt(demo)
  await anna.leave({ name: 'Анна Белова' })
  const { id } = await anna.write('Есть торшер?')
  return { anna, question: id }
}

test.group('Messages are changed in the inbox', (group) => {
  group.each.timeout(300_000)

  test('edit, reaction and removal reach the visitor, and hers come back', async ({ assert }) => {
    await using stage = await Stage.open()
    const { anna, question } = await aTalk(stage)
    const page = await stage.signedIn()
    await page.goto(`${stage.product.url}/inbox`)
    await inbox.open(page, 'Анна Белова')
    await inbox.write(page, 'Да, 1 200 ₽')
    await inbox.status(page, 'Да, 1 200 ₽', 'sent')
    const texts = async () => (await anna.lines()).map(({ text }) => text)

    // The arrow key takes the last one of mine, and Escape leaves it as it is.
    await inbox.field(page).press('ArrowUp')
    const bar = page.locator('[data-editing]')
    await bar.getByText('Изменение сообщения').waitFor()
    assert.match(await bar.innerText(), /можно ещё/)
    await until(async () => (await inbox.field(page).inputValue()) === 'Да, 1 200 ₽', 'its words')
    await inbox.field(page).press('Escape')
    await bar.waitFor({ state: 'detached' })
    assert.equal(await inbox.field(page).inputValue(), '')

    await inbox.field(page).fill('Черновик')
    await menuOf(page, 'Да, 1 200 ₽')
    assert.equal((await findings(page)).join('\n'), '')
    await pick(page, 'Изменить')
    await bar.waitFor()
    await inbox.write(page, 'Да, 12 400 ₽')
    await inbox.message(page, 'Да, 12 400 ₽').getByText('изменено').waitFor()
    assert.equal(await inbox.field(page).inputValue(), 'Черновик')
    await until(async () => (await texts()).includes('Да, 12 400 ₽'), 'the visitor has it')

    await menuOf(page, 'Есть торшер?')
    await pick(page, 'Реакция 👍')
    const mine = inbox.message(page, 'Есть торшер?').getByRole('button', { name: /👍: 1 реакция/ })
    await mine.waitFor()
    await until(async () => (await anna.lines())[0]?.reactions?.us === '👍', 'she sees it')
    await mine.click()
    await mine.waitFor({ state: 'detached' })
    await until(async () => (await anna.lines())[0]?.reactions === undefined, 'it is gone')

    const ours = (await anna.lines()).at(-1)?.id ?? ''
    await anna.react(ours, '🎉')
    await inbox
      .message(page, '12 400')
      .getByRole('button', { name: /🎉: .*клиента/ })
      .waitFor()
    await anna.edit(question, 'Есть лампа?')
    await inbox.message(page, 'Есть лампа?').getByText('изменено').waitFor()
    await anna.remove(question)
    await inbox.message(page, 'Есть лампа?').getByText('удалено клиентом').waitFor()

    await menuOf(page, '12 400')
    await pick(page, 'Удалить у клиента')
    await page.getByText('вернуть его будет нельзя').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Удалить у клиента' }).click()
    await inbox.message(page, '12 400').getByText('удалено', { exact: true }).waitFor()
    assert.deepEqual(await texts(), [])
    assert.deepEqual(stage.complaints, [])
  })

  test('by right click and by keys; on a phone by a long press, and a double tap reacts', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const { anna } = await aTalk(stage)
    const page = await stage.signedIn()
    await page.goto(`${stage.product.url}/inbox`)
    await inbox.open(page, 'Анна Белова')
    await inbox.message(page, 'Есть торшер?').locator('[data-bubble]').click({ button: 'right' })
    const thumb = page.getByRole('button', { name: 'Реакция 👍', exact: true })
    await thumb.waitFor()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Escape')
    await thumb.waitFor({ state: 'detached' })
    const button = inbox
      .message(page, 'Есть торшер?')
      .getByRole('button', { name: 'Действия с сообщением' })
    await button.focus()
    await page.keyboard.press('Enter')
    await thumb.waitFor()
    await page.keyboard.press('Escape')
    await until(() => button.evaluate((one) => one.matches(':focus')), 'the focus is back')

    const phone = await stage.signedIn({ width: 370, height: 700 })
    await phone.goto(page.url())
    const bubble = inbox.message(phone, 'Есть торшер?').locator('[data-bubble]')
    await bubble.waitFor()
    const touch = (type: string) =>
      bubble.dispatchEvent(type, {
        pointerType: 'touch',
        isPrimary: true,
        clientX: 60,
        clientY: 300,
      })
    await touch('pointerdown')
    await phone.getByRole('button', { name: 'Ответить', exact: true }).waitFor()
    const box = await phone.getByRole('button', { name: 'Ответить', exact: true }).boundingBox()
    assert.isAtLeast(box?.height ?? 0, 44)
    assert.isAtMost(await phone.evaluate(() => document.documentElement.scrollWidth), 370)
    await phone.keyboard.press('Escape')
    for (const type of ['pointerdown', 'pointerup', 'pointerdown', 'pointerup']) await touch(type)
    await until(async () => (await anna.lines())[0]?.reactions?.us === '👍', 'she sees it')
    assert.deepEqual(stage.complaints, [])
  })
})
