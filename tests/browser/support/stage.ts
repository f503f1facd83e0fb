/** What browser specs stand on: the built product as a process, real PostgreSQL, a real Chromium that complains. */
import { delimiter, join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright'
import { launchChromium } from '../../../bin/support/chromium.ts'
import { root } from '../../../bin/run/environment.ts'
import { testDatabase, type TestDatabase } from '../../../core/tests/support/database.ts'
import { owner, Person } from '../../support/person.ts'
import { Product } from '../../support/product.ts'

/** Channels of the repository, those of all tests (two of them broken on purpose), those of browser specs. */
const plugins = ['plugins', 'tests/plugins', 'tests/browser/plugins']
  .map((folder) => join(root, folder))
  .join(delimiter)

export type Look = {
  readonly width?: number
  readonly height?: number
  readonly dark?: boolean
  readonly language?: 'ru' | 'en'
}

let tables: Promise<string> | undefined

/** A database with all tables, to be copied by every stage; the server it lies on is the test command's own. */
async function withTables(): Promise<string> {
  const database = await testDatabase()
  const product = await Product.start({ databaseUrl: database.url, plugins })
  await product[Symbol.asyncDispose]()
  await database.pool.end()
  return database.name
}

export class Stage implements AsyncDisposable {
  readonly product: Product
  readonly database: TestDatabase
  readonly browser: Browser
  /** Foreign requests, errors of scripts, refusals of the content security policy: no page may have any. */
  readonly complaints: string[] = []

  private constructor(product: Product, database: TestDatabase, browser: Browser) {
    this.product = product
    this.database = database
    this.browser = browser
  }

  /** A product that nobody has visited yet. */
  static async open(browserArguments: readonly string[] = []): Promise<Stage> {
    // Whatever does not come up leaves nothing running behind it.
    await using opened = new AsyncDisposableStack()
    const database = opened.use(await testDatabase(await (tables ??= withTables())))
    const product = opened.use(
      await Product.start({ databaseUrl: database.url, plugins, migrated: true })
    )
    const browser = await launchChromium(browserArguments)
    opened.move()
    return new Stage(product, database, browser)
  }

  async context(look: Look = {}): Promise<BrowserContext> {
    const context = await this.browser.newContext({
      viewport: { width: look.width ?? 1366, height: look.height ?? 800 },
      colorScheme: look.dark === true ? 'dark' : 'light',
      locale: look.language === 'en' ? 'en-GB' : 'ru-RU',
      timezoneId: 'Europe/Moscow',
      reducedMotion: 'reduce',
    })
    context.setDefaultTimeout(15_000)
    context.on('request', (request) => {
      const url = new URL(request.url())
      if (!['data:', 'blob:'].includes(url.protocol) && url.origin !== this.product.url)
        this.complaints.push(`foreign request: ${url.href}`)
    })
    context.on('weberror', (error) => this.complaints.push(`script: ${String(error.error())}`))
    context.on('console', (message) => {
      if (/Content Security Policy|Refused to|\[Vue warn\]/.test(message.text()))
        this.complaints.push(`console: ${message.text()}`)
    })
    return context
  }

  async page(look: Look = {}): Promise<Page> {
    return (await this.context(look)).newPage()
  }

  /** A page of somebody who has signed in already, with that person's theme and language. */
  async signedIn(look: Look = {}): Promise<Page> {
    const person = await Person.signIn(this.product.url)
    await person.request('PUT', '/me/preferences', {
      language: look.language ?? 'ru',
      theme: look.dark === true ? 'dark' : 'light',
    })
    const context = await this.context(look)
    await context.addCookies(
      person.cookies.split('; ').map((pair) => {
        const at = pair.indexOf('=')
        return { name: pair.slice(0, at), value: pair.slice(at + 1), url: this.product.url }
      })
    )
    return context.newPage()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.browser.close()
    await this.product[Symbol.asyncDispose]()
    await this.database[Symbol.asyncDispose]()
  }
}

/** A company with its owner and the sandbox line, as the first visit leaves it. */
export async function aCompanyOn(stage: Stage): Promise<Person> {
  return Person.setUp(stage.product.url, owner)
}
