/** A provider of sign-ins on loopback: its tokens are those that the test servers check, its refresh tokens rotate. */
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { MailServers } from '../../simulator/index.ts'
import { oauthProviders } from '../../src/oauth/providers.ts'
import type { OAuthProvider } from '../../src/oauth/providers.ts'

export type SignInService = {
  readonly provider: OAuthProvider
  /** Forms that came to the token endpoint. */
  readonly asked: readonly URLSearchParams[]
  [Symbol.dispose](): void
}

export async function signInService(servers: MailServers, email: string): Promise<SignInService> {
  const asked: URLSearchParams[] = []
  let valid = 'refresh-0'
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const form = new URLSearchParams(body)
      asked.push(form)
      const ok =
        form.get('grant_type') === 'authorization_code'
          ? form.get('code') === 'good'
          : form.get('refresh_token') === valid
      response.setHeader('content-type', 'application/json')
      if (!ok) {
        response.statusCode = 400
        response.end(JSON.stringify({ error: 'invalid_grant' }))
        return
      }
      valid = `refresh-${asked.length}`
      const token = accessToken(servers, email)
      const granted = { access_token: token, refresh_token: valid, expires_in: 3600 }
      response.end(JSON.stringify({ ...granted, id_token: token }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider: OAuthProvider = {
    ...oauthProviders.google,
    authorize: `${base}/auth`,
    token: `${base}/token`,
    // A server of its own, so that the account's servers are those of the test.
    preset: 'custom',
  }
  return { asked, provider, [Symbol.dispose]: () => void server.close() }
}

/** As the servers check it: a JWT with the name of the mailbox. */
export function accessToken(servers: MailServers, email: string, seconds = 3600): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const now = Math.floor(Date.now() / 1000)
  const head = part({ alg: 'HS256', typ: 'JWT' })
  const body = `${head}.${part({ email, sub: email, iat: now - 4000, exp: now + seconds })}`
  const key = Buffer.from(servers.jwt.secretBase64, 'base64')
  return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`
}
