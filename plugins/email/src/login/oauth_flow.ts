/** Connecting by the provider's own sign-in: authorisation code with PKCE, the address from the provider, not from a form. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { Failure } from '@svyaz/core'
import type { Answer, Flow, FlowContext, FlowDone, Localized, Screen } from '@svyaz/core'
import { addressKey, domainOf, shownAddress } from '../address_key.ts'
import type { OAuthClient } from '../instance.ts'
import { exchange } from '../oauth/exchange.ts'
import type { Tokens } from '../oauth/exchange.ts'
import { mailboxAddress } from '../oauth/mailbox_address.ts'
import type { OAuthProvider } from '../oauth/providers.ts'
import { presetOfDomain } from '../presets.ts'
import { settingsSchema } from '../settings.ts'
import type { Settings } from '../settings.ts'
import { encode, keyOf } from '../state.ts'
import { checkServers } from './check.ts'
import { z } from 'zod'

export type OAuthFlowOptions = {
  readonly provider: OAuthProvider
  readonly client: OAuthClient
  readonly extraPorts: readonly number[]
}

export function oauthFlow(options: OAuthFlowOptions): Flow<Settings> {
  return {
    id: options.provider.id,
    name: options.provider.name,
    start: (ctx) => connect(ctx, options),
  }
}

async function* connect(
  ctx: FlowContext<Settings>,
  options: OAuthFlowOptions
): AsyncGenerator<Screen, FlowDone<Settings>, Answer> {
  const verifier = randomBytes(48).toString('base64url')
  for (;;) {
    const answer: Answer = yield {
      show: 'redirect',
      url: authoriseUrl(options, ctx, verifier),
      hint: {
        ru: 'Откроется страница входа. Разрешите доступ к почте.',
        en: 'A sign-in page opens. Allow access to the mail.',
      },
    }
    const failed = yield* finish(answer, ctx, options, verifier)
    if ('identity' in failed) return failed
    yield {
      show: 'form',
      title: options.provider.name,
      fields: z.object({}),
      error: failed.error,
      ...(failed.checks === undefined ? {} : { checks: failed.checks }),
    }
  }
}

type NotYet = {
  readonly error: Localized
  readonly checks?: Extract<Screen, { show: 'form' }>['checks']
}

async function* finish(
  answer: Answer,
  ctx: FlowContext<Settings>,
  options: OAuthFlowOptions,
  verifier: string
): AsyncGenerator<Screen, FlowDone<Settings> | NotYet, Answer> {
  const code = answer.callback?.get('code')
  if (!sameText(answer.callback?.get('state') ?? '', ctx.returnTo.state))
    return { error: foreignAnswer }
  if (code === null || code === undefined || code === '') return { error: notAllowed }
  ctx.tell({
    show: 'wait',
    hint: { ru: 'Проверяем доступ к ящику…', en: 'Trying the access to the mailbox…' },
  })
  try {
    const { tokens, idToken } = await exchange({
      provider: options.provider,
      client: options.client,
      fetch: ctx.fetch,
      now: ctx.clock.now(),
      signal: ctx.signal,
      grant: { code, verifier, redirect: ctx.returnTo.url.href },
    })
    const address = await mailboxAddress(options.provider, tokens, idToken, ctx.fetch)
    return await tryMailbox(address, tokens, ctx, options)
  } catch (error) {
    ctx.signal.throwIfAborted()
    if (error instanceof Failure) return { error: error.data.reason }
    throw error
  }
}

async function tryMailbox(
  address: string,
  tokens: Tokens,
  ctx: FlowContext<Settings>,
  options: OAuthFlowOptions
): Promise<FlowDone<Settings> | NotYet> {
  if (ctx.again !== undefined && ctx.again.identity.key !== addressKey(address))
    return { error: otherMailbox(ctx.again.identity.title) }
  const settings = settingsSchema.parse({
    ...ctx.settings,
    address,
    provider: providerFor(address, options.provider),
    auth: 'oauth2',
    password: '',
  })
  const access = {
    settings,
    lookup: (host: string, port?: number) => ctx.lookup(host, port),
    extraPorts: options.extraPorts,
    tokens: async () => tokens.access,
  }
  const tried = await checkServers(access, ctx.signal, () => {})
  const [failure] = tried.failures
  if (failure !== undefined) return { error: failure.data.reason, checks: tried.checks }
  return {
    identity: { key: addressKey(address), title: shownAddress(addressKey(address)) },
    settings,
    state: { put: new Map([[keyOf.tokens, encode(tokens)]]) },
  }
}

/** Outlook.com sends through another server than Microsoft 365, with the same sign-in. */
function providerFor(address: string, provider: OAuthProvider): Settings['provider'] {
  const byDomain = presetOfDomain(domainOf(address))
  return provider.id === 'microsoft' && byDomain === 'outlook' ? 'outlook' : provider.preset
}

function authoriseUrl(
  { provider, client }: OAuthFlowOptions,
  ctx: FlowContext<Settings>,
  verifier: string
): URL {
  const url = new URL(provider.authorize)
  const parameters = {
    ...provider.extra,
    response_type: 'code',
    client_id: client.id,
    redirect_uri: ctx.returnTo.url.href,
    scope: provider.scope,
    state: ctx.returnTo.state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return url
}

function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}

const foreignAnswer: Localized = {
  ru: 'Ответ службы входа не относится к этому подключению. Начните ещё раз.',
  en: "The sign-in service's answer does not belong to this connection. Start again.",
}
const notAllowed: Localized = {
  ru: 'Доступ не разрешён. Нажмите «Продолжить» и разрешите доступ к почте.',
  en: 'Access was not allowed. Press "Continue" and allow access to the mail.',
}
function otherMailbox(title: string): Localized {
  return {
    ru: `Вы вошли в другой ящик. Войдите в ${title}.`,
    en: `You signed in to another mailbox. Sign in to ${title}.`,
  }
}
