/** The token endpoint: a code or a refresh token for an access token. */
import { isFailure } from '@svyaz/core'
import type { Failure } from '@svyaz/core'
import { z } from 'zod'
import type { OAuthClient } from '../instance.ts'
import { accessWithdrawn, signInAway } from '../failures/oauth.ts'
import { inBrackets } from '../failures/words.ts'
import type { OAuthProvider } from './providers.ts'

export const tokensSchema: z.ZodType<Tokens> = z.object({
  access: z.string(),
  refresh: z.string(),
  expiresAt: z.number(),
})
export type Tokens = { access: string; refresh: string; expiresAt: number }

const answer = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().optional(),
  expires_in: z.coerce.number().default(3600),
  id_token: z.string().optional(),
})
const withdrawals = new Set([
  'invalid_grant',
  'unauthorized_client',
  'access_denied',
  'interaction_required',
])
const refusal = z.object({ error: z.string(), error_description: z.string().optional() })

export type TokenRequest = {
  readonly provider: OAuthProvider
  readonly client: OAuthClient
  readonly fetch: typeof globalThis.fetch
  readonly now: number
  readonly signal?: AbortSignal
  readonly grant:
    | { readonly code: string; readonly verifier: string; readonly redirect: string }
    | { readonly refresh: string }
}

export type Exchanged = { readonly tokens: Tokens; readonly idToken: string | undefined }

export async function exchange(request: TokenRequest): Promise<Exchanged> {
  const response = await ask(request)
  const body: unknown = await response.json().catch(() => undefined)
  const parsed = answer.safeParse(body)
  if (!response.ok || !parsed.success) throw refused(body, response.status)
  const {
    access_token: access,
    refresh_token: rotated,
    expires_in: seconds,
    id_token: idToken,
  } = parsed.data
  // A provider that doesn't rotate gives no new refresh token: the old one lives on.
  const refresh = rotated ?? ('refresh' in request.grant ? request.grant.refresh : '')
  return { tokens: { access, refresh, expiresAt: request.now + seconds * 1000 }, idToken }
}

async function ask(request: TokenRequest): Promise<Response> {
  try {
    return await request.fetch(request.provider.token, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams(form(request)),
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    })
  } catch (error) {
    request.signal?.throwIfAborted()
    throw isFailure(error) ? error : signInAway('', error)
  }
}

function form({ client, grant }: TokenRequest): { [name: string]: string } {
  const own = {
    client_id: client.id,
    ...(client.secret === '' ? {} : { client_secret: client.secret }),
  }
  return 'refresh' in grant
    ? { ...own, grant_type: 'refresh_token', refresh_token: grant.refresh }
    : {
        ...own,
        grant_type: 'authorization_code',
        code: grant.code,
        code_verifier: grant.verifier,
        redirect_uri: grant.redirect,
      }
}

function refused(body: unknown, status: number): Failure {
  const parsed = refusal.safeParse(body)
  if (!parsed.success) return signInAway(inBrackets(String(status)))
  const { error, error_description: words = '' } = parsed.data
  const detail = inBrackets(`${error} ${words}`)
  return withdrawals.has(error) ? accessWithdrawn(detail) : signInAway(detail)
}
