import { randomBytes } from 'node:crypto'
import type { LoginView } from '#app/lines/views'
import type { Browser } from './browser.ts'

/** Until the login shows something else than "wait". */
export async function settled(browser: Browser, login: LoginView): Promise<LoginView> {
  let view = login
  while (view.screen.show === 'wait')
    view = (await browser.json('GET', `/logins/${view.id}?version=${view.version}`))
      .body as LoginView
  return view
}

/** An account of the test plugin, through its own screens. */
export async function connectEcho(
  browser: Browser,
  line: string,
  values: { readonly port?: number } = {}
): Promise<string> {
  const begun = await browser.json('POST', `/lines/${line}/logins`, {
    plugin: 'echo',
    flow: 'form',
  })
  const { id } = await settled(browser, begun.body as LoginView)
  const answered = await browser.json('POST', `/logins/${id}/answers`, {
    values: { title: `Echo ${randomBytes(4).toString('hex')}`, password: 'secret', ...values },
  })
  const { screen } = await settled(browser, answered.body as LoginView)
  if (screen.show !== 'done') throw new Error(`not connected: ${JSON.stringify(screen)}`)
  return screen.account
}
