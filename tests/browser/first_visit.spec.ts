import { test } from '@japa/runner'
import { until } from '../support/until.ts'
import { owner } from '../support/person.ts'
import { Stage } from './support/stage.ts'

test.group('The first visit', (group) => {
  group.each.timeout(120_000)

  test('makes the company on one page and ends in the inbox with the sandbox', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const page = await stage.page()
    await page.goto(stage.product.url)
    await page.getByRole('heading', { name: 'Начнём' }).waitFor()
    await page.getByLabel('Название компании').fill(owner.company)
    await page.getByLabel('Ваше имя').fill(owner.name)
    await page.getByLabel('Почта').fill('не адрес@')
    await page.getByLabel('Пароль', { exact: true }).fill('кот')
    await page.getByRole('button', { name: 'Создать компанию' }).click()
    assert.equal(new URL(page.url()).pathname, '/setup')

    await page.getByLabel('Почта').fill(owner.email)
    await page.getByRole('button', { name: 'Создать компанию' }).click()
    await page.getByText('Не меньше 8 символов').waitFor()
    assert.equal(await page.getByLabel('Название компании').inputValue(), owner.company)
    await page.getByLabel('Пароль', { exact: true }).fill(owner.password)
    await page.getByRole('button', { name: 'Создать компанию' }).click()

    await page.waitForURL('**/inbox')
    const demo = page.getByRole('link', { name: 'Открыть демо-страницу' })
    const [shop] = await Promise.all([page.waitForEvent('popup'), demo.click()])
    await shop.getByRole('button', { name: 'Открыть чат' }).click()
    await shop.getByRole('textbox', { name: 'Сообщение', exact: true }).fill('Первое сообщение')
    await shop.keyboard.press('Enter')
    await page.getByRole('option').getByText('Первое сообщение').waitFor()
    await until(async () => (await page.title()).startsWith('(1)'), 'the title to count it')
    await page.getByRole('link', { name: 'Линии' }).click()
    await page.getByRole('heading', { name: 'Песочница' }).waitFor()
    assert.deepEqual(stage.complaints, [])

    await leaveAndComeBack(page)
    assert.deepEqual(stage.complaints, [])
  })
})

async function leaveAndComeBack(page: Awaited<ReturnType<Stage['page']>>): Promise<void> {
  await page.getByRole('button', { name: `Меню: ${owner.name}` }).click()
  await page.getByRole('menuitem', { name: 'Выйти' }).click()
  await page.waitForURL('**/sign-in')
  const email = page.getByLabel('Почта')
  const password = page.getByLabel('Пароль', { exact: true })
  await email.fill(owner.email)
  await password.fill('не тот пароль')
  await page.getByRole('button', { name: 'Войти' }).click()
  await page.getByRole('alert').getByText('Неверная почта или пароль.').waitFor()
  await password.fill(owner.password)
  await page.getByRole('button', { name: 'Войти' }).click()
  await page.waitForURL('**/inbox')
  await page.getByText('Первое сообщение').first().waitFor()
}
