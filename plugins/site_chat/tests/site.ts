import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Locator, Page } from 'playwright'
import type { World } from './world.ts'

/** A company's own site on another origin, whose policy names our host and nothing else. */
export async function aSite(
  world: World<undefined>,
  html: { lang?: string; theme?: string } = {}
): Promise<AsyncDisposable & { readonly url: string; readonly origin: string }> {
  const host = (await world.url('/')).origin
  const snippet = `<script async src="${(await world.url('/widget.js')).href}"></script>`
  const policy = `default-src 'none'; script-src ${host}; connect-src ${host}; img-src ${host}`
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.setHeader('content-security-policy', policy)
    response.end(
      `<!doctype html><html lang="${html.lang ?? 'ru'}" data-theme="${html.theme ?? ''}">` +
        '<meta name="viewport" content="width=device-width,initial-scale=1">' +
        `<title>Магазин</title><h1>Магазин</h1>${snippet}</html>`
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://localhost:${port}/lamps`,
    origin: `http://localhost:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export const chat = {
  launch: (page: Page): Locator => page.getByRole('button', { name: /^(Открыть чат|Open chat)/ }),
  field: (page: Page): Locator => page.getByRole('textbox', { name: /^(Сообщение|Message)$/ }),
  async write(page: Page, text: string): Promise<void> {
    await chat.field(page).fill(text)
    await chat.field(page).press('Enter')
  },
}
