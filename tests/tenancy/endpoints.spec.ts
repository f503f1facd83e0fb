import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import type { AccountId } from '@svyaz/core'
import { aCompany, signedIn } from '../support/a_company.ts'
import { connectEcho } from '../support/connect_echo.ts'

test.group('Every plugin endpoint', () => {
  test('is closed to a forged token, to the token of another account, and to no token', async ({
    assert,
  }) => {
    const hub = await app.container.make('hub')
    const mine = await accountsOf()
    const theirs = await accountsOf()
    const endpoints = hub.endpoints()
    assert.isAbove(endpoints.length, 2)
    for (const { plugin, path, methods } of endpoints) {
      const account = mine.get(plugin)
      const other = theirs.get(plugin)
      // A plugin that can't be connected without a server of its own has this test beside it: its conformance suite.
      if (!account || !other) continue
      const url = await hub.endpointUrl(account, path)
      const foreign = await hub.endpointUrl(other, path)
      for (const forged of forgeries(url, account, foreign)) {
        for (const method of methods) {
          const answer = await fetch(forged, {
            method,
            ...(method === 'GET' ? {} : { body: '{}' }),
          })
          const told = `${method} ${plugin}${path} answered ${answer.status} to a forged address`
          assert.include([401, 403, 404], answer.status, told)
          assert.isNull(answer.headers.get('set-cookie'))
        }
      }
    }
  }).timeout(60_000)
})

/** `/hooks/<plugin>/<account>.<token>/path` */
function forgeries(url: URL, account: AccountId, foreign: URL): URL[] {
  const [, , plugin = '', door = '', ...rest] = url.pathname.split('/')
  const [, token = ''] = door.split('.')
  const [, foreignToken = ''] = (foreign.pathname.split('/')[3] ?? '').split('.')
  const flipped = (token.startsWith('A') ? 'B' : 'A') + token.slice(1)
  const doors = [`${account}.${flipped}`, `${account}.${foreignToken}`, `${account}.`, account]
  return doors.map((forged) => new URL(['/hooks', plugin, forged, ...rest].join('/'), url))
}

/** By plugin, of a fresh company: the sandbox and the test plugin. */
async function accountsOf(): Promise<ReadonlyMap<string, AccountId>> {
  const company = await aCompany()
  const { connectSandbox } = await import('#app/lines/connect_sandbox')
  const sandbox = await connectSandbox(company.id, { id: company.line, name: 'Sandbox' })
  const echo = await connectEcho(await signedIn(company), company.line)
  return new Map([
    ['echo', echo as AccountId],
    ...(sandbox ? ([['site_chat', sandbox]] as const) : []),
  ])
}
