/** The account's access token, refreshed by its owner alone: providers rotate refresh tokens, and two refreshers lose the session. */
import { Failure } from '@svyaz/core'
import type { ChannelContext } from '@svyaz/core'
import type { AccessTokens } from '../connect/credentials.ts'
import type { OAuthClient } from '../instance.ts'
import type { Settings } from '../settings.ts'
import { encode, keyOf, readOne } from '../state.ts'
import { exchange, tokensSchema } from './exchange.ts'
import type { OAuthProvider } from './providers.ts'

const earlyMs = 300_000

export type TokenSource = {
  readonly provider: OAuthProvider
  readonly client: OAuthClient
  readonly ctx: Pick<ChannelContext<Settings>, 'state' | 'fetch' | 'clock'>
}

export function accessTokens({ provider, client, ctx }: TokenSource): AccessTokens {
  let turn: Promise<unknown> = Promise.resolve()
  const fresh = async (refused: string | undefined): Promise<string> => {
    const stored = await readOne(ctx.state, keyOf.tokens, tokensSchema)
    if (stored === undefined) throw connectAgain()
    const isGood = stored.access !== refused && stored.expiresAt - earlyMs > ctx.clock.now()
    if (isGood) return stored.access
    if (stored.refresh === '') throw connectAgain()
    const { tokens } = await exchange({
      provider,
      client,
      fetch: ctx.fetch,
      now: ctx.clock.now(),
      grant: { refresh: stored.refresh },
    })
    await ctx.state.commit({ put: new Map([[keyOf.tokens, encode(tokens)]]) })
    return tokens.access
  }
  // One after the other: whoever comes second finds what the first has brought.
  return (refused) => {
    const result = turn.then(() => fresh(refused))
    turn = result.catch(() => {})
    return result
  }
}

function connectAgain(): Failure {
  return new Failure('unauthorized', {
    code: 'E_EMAIL_OAUTH',
    reason: {
      ru: 'Доступ к ящику не сохранён. Подключите ящик заново.',
      en: 'No access to the mailbox is stored. Connect the mailbox again.',
    },
  })
}
