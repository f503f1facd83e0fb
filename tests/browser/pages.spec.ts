import { test } from '@japa/runner'
import type { Page } from 'playwright'
import { until } from '../support/until.ts'
import { connectMoody, sandbox, visitorAt } from './support/accounts.ts'
import { inbox } from './support/inbox.ts'
import { findings, watchShifts, weigh } from './support/measures.ts'
import { aCompanyOn, Stage, type Look } from './support/stage.ts'

const looks: readonly Look[] = [
  { language: 'ru' },
  { language: 'en', dark: true },
  { language: 'ru', dark: true, width: 370, height: 720 },
  { language: 'en', width: 370, height: 720 },
]

/** A company with dialogs in every state a row can have. */
async function aLivelyCompany(stage: Stage) {
  const person = await aCompanyOn(stage)
  const { demo, line, account } = await sandbox(person)
  const anna = visitorAt(demo)
  await anna.leave({ name: 'Анна Белова', email: 'anna@shop.test' })
  await anna.write('Здравствуйте! https://example.test/lamps')
  const file = await anna.upload('чек.pdf', new Uint8Array(1000), 'application/pdf')
  await anna.write('Вот чек', { files: [file.id] })
  const moody = await connectMoody(person, line)
  await moody.write('1', 'Борис Орлов', 'Добрый день')
  return { line, account, demo, moody }
}

async function openBoris(page: Page, stage: Stage): Promise<void> {
  await page.goto(`${stage.product.url}/inbox`)
  await inbox.row(page, 'Борис Орлов').click()
  await page.locator('[data-entry]').first().waitFor()
}

test.group('Every page', (group) => {
  group.each.timeout(180_000)

  test('has no serious finding of axe, scrolls only downwards and asks no foreign host, in both themes and languages', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const guest = await stage.page({ dark: true })
    await guest.goto(stage.product.url)
    await guest.getByRole('button', { name: 'Создать компанию' }).waitFor()
    assert.deepEqual(await findings(guest), [])

    const { line, account, moody } = await aLivelyCompany(stage)
    await guest.goto(stage.product.url)
    await guest.getByRole('button', { name: 'Войти' }).waitFor()
    assert.deepEqual(await findings(guest), [])

    const paths = [
      '/lines',
      `/lines/${line}`,
      `/accounts/${account}`,
      `/accounts/${account}/queue`,
      `/accounts/${moody.account}/queue`,
      '/plugins',
      '/dead-events',
      '/settings/profile',
      '/no-such-page',
    ]
    for (const look of looks) {
      const page = await stage.signedIn(look)
      const check = async (what: string): Promise<void> => {
        const where = `${what} ${JSON.stringify(look)}`
        assert.deepEqual(await findings(page), [], where)
        const sideways = await page.evaluate(
          () => document.documentElement.scrollWidth - window.innerWidth
        )
        assert.isAtMost(sideways, 0, `${where} scrolls sideways`)
      }
      await openBoris(page, stage)
      if (look.language === 'ru' && look.dark !== true) {
        await inbox.write(page, 'refuse always')
        await page.getByText('Собеседник не в настроении').waitFor()
        await inbox.write(page, 'vanish always')
        await page.getByText('Неизвестно, дошло ли').first().waitFor()
      }
      await check('the dialog')
      await page.goto(`${stage.product.url}/inbox`)
      await page.getByRole('option').first().waitFor()
      await check('the list')
      for (const path of paths) {
        await page.goto(stage.product.url + path)
        await page.getByRole('heading', { level: 1 }).waitFor()
        assert.equal(await page.locator('html').getAttribute('lang'), look.language)
        await check(path)
      }
      await page.goto(`${stage.product.url}/lines/${line}`)
      const email = look.language === 'ru' ? 'Электронная почта' : 'E-mail'
      await page.getByRole('region', { name: email }).getByRole('button').first().click()
      await page.getByRole('dialog').locator('input').first().waitFor()
      await check('the connect dialog')
      await page.context().close()
    }
    assert.deepEqual(stage.complaints, [])
  })

  test('the inbox without dialogs invites, while it loads it keeps its form, and what failed says so', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    await aCompanyOn(stage)
    const page = await stage.signedIn({ width: 370, height: 720 })
    const answers: (() => Promise<void>)[] = []
    await page.route('**/inbox/dialogs?**', (route) => {
      answers.push(async () => route.continue())
    })
    await page.goto(`${stage.product.url}/inbox`)
    const list = page.getByRole('listbox', { name: 'Список диалогов' })
    await page.locator('.animate-pulse').first().waitFor()
    assert.equal(await list.getAttribute('aria-busy'), 'true')
    assert.deepEqual(await findings(page), [])
    for (const answer of answers) await answer()
    await page.getByText('Здесь появятся диалоги').waitFor()
    assert.deepEqual(await findings(page), [])

    await page.unroute('**/inbox/dialogs?**')
    await page.route('**/inbox/dialogs?**', (route) => route.abort())
    await page.reload()
    const trouble = page.getByRole('alert').filter({ hasText: 'Нет связи с сервером' })
    await trouble.waitFor()
    assert.deepEqual(await findings(page), [])
    await page.unroute('**/inbox/dialogs?**')
    await trouble.getByRole('button', { name: 'Повторить' }).click()
    await page.getByText('Здесь появятся диалоги').waitFor()
    assert.deepEqual(stage.complaints, [])
  })

  test('at 370 px one pane is shown, and Back leads from the dialog to the list', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    await aLivelyCompany(stage)
    const page = await stage.signedIn({ width: 370, height: 720 })
    await openBoris(page, stage)
    const list = page.getByRole('listbox', { name: 'Список диалогов' })
    assert.isFalse(await list.isVisible())
    assert.isFalse(await page.getByRole('navigation', { name: 'Разделы' }).isVisible())
    await page.goBack()
    await list.waitFor()
    assert.equal(await page.getByRole('log').count(), 0)
    await page.goForward()
    await page.getByRole('log').waitFor()
    await page.getByRole('button', { name: 'К списку диалогов' }).click()
    await list.waitFor()
    assert.equal(new URL(page.url()).pathname, '/inbox')
    assert.deepEqual(stage.complaints, [])
  })

  test('the inbox opens within its budgets: 350 KB of JavaScript, 40 KB of CSS, nothing jumps', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const { moody } = await aLivelyCompany(stage)
    for (let n = 0; n < 25; n++)
      await moody.write(`c${String(n)}`, `Клиент ${String(n)}`, `Вопрос ${String(n)}`)
    for (let n = 0; n < 40; n++) await moody.write('1', 'Борис Орлов', `Вопрос ${String(n)}`)
    const page = await stage.signedIn()
    const scripts = weigh(page, '.js')
    const styles = weigh(page, '.css')
    const shift = await watchShifts(page)
    await page.goto(`${stage.product.url}/inbox`)
    await until(async () => (await page.getByRole('option').count()) > 8, 'the rows')
    await page.waitForLoadState('networkidle')
    assert.isAtMost(await shift(), 0.02)
    const size = { js: await scripts(), css: await styles() }
    console.log(`  compressed: ${String(size.js)} bytes of JavaScript, ${String(size.css)} of CSS`)
    assert.isAbove(size.js, 50_000)
    assert.isAtMost(size.js, 350_000)
    assert.isAtMost(size.css, 40_000)

    await inbox.open(page, 'Борис Орлов')
    await page.locator('[data-entry]').first().waitFor()
    assert.isAtMost(await shift(), 0.02)
    assert.deepEqual(stage.complaints, [])
  })
})
