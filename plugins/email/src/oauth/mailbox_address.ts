/** Whose token is it? The provider says; a form could say anything. */
import { Failure } from '@svyaz/core'
import { z } from 'zod'
import type { Tokens } from './exchange.ts'
import type { OAuthProvider } from './providers.ts'

const claims = z.object({ email: z.string().optional(), preferred_username: z.string().optional() })

export async function mailboxAddress(
  provider: OAuthProvider,
  tokens: Tokens,
  idToken: string | undefined,
  fetch: typeof globalThis.fetch
): Promise<string> {
  const found =
    provider.userinfo === undefined
      ? fromIdToken(idToken)
      : await fromUserinfo(provider.userinfo, tokens, fetch)
  if (found?.includes('@') === true) return found
  throw new Failure('rejected', {
    code: 'E_EMAIL_NO_ADDRESS',
    reason: {
      ru: 'Служба входа не сообщила адрес ящика. Подключите его по адресу и паролю.',
      en: 'The sign-in service did not tell the address of the mailbox. Connect it by address and password.',
    },
  })
}

/** Straight from the token endpoint over TLS, so its signature needs no check. */
function fromIdToken(idToken: string | undefined): string | undefined {
  const payload = idToken?.split('.')[1]
  if (payload === undefined) return undefined
  try {
    const parsed = claims.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')))
    return parsed.email ?? parsed.preferred_username
  } catch {
    return undefined
  }
}

async function fromUserinfo(
  userinfo: NonNullable<OAuthProvider['userinfo']>,
  tokens: Tokens,
  fetch: typeof globalThis.fetch
): Promise<string | undefined> {
  const url = new URL(userinfo.url)
  if (userinfo.header === 'query') url.searchParams.set('access_token', tokens.access)
  const headers: Record<string, string> =
    userinfo.header === 'query' ? {} : { authorization: `${userinfo.header} ${tokens.access}` }
  const response = await fetch(url, { headers })
  const body = z
    .record(z.string(), z.unknown())
    .safeParse(await response.json().catch(() => undefined))
  const value = body.success ? body.data[userinfo.field] : undefined
  return typeof value === 'string' ? value : undefined
}
