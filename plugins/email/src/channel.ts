/** The channel as core uses it, made from the installation's settings. */
import { Failure } from '@svyaz/core'
import type { ChannelContext, ChannelPlugin, Flow } from '@svyaz/core'
import { capabilitiesOf } from './capabilities.ts'
import type { AccessTokens } from './connect/credentials.ts'
import { extraPorts, oauthClient } from './instance.ts'
import type { Instance } from './instance.ts'
import { oauthFlow } from './login/oauth_flow.ts'
import { passwordFlow } from './login/password_flow.ts'
import { oauthProviders } from './oauth/providers.ts'
import type { OAuthProvider } from './oauth/providers.ts'
import { accessTokens } from './oauth/tokens.ts'
import type { OAuthId } from './presets.ts'
import { EmailSession } from './session.ts'
import { presetOf } from './settings.ts'
import type { Settings } from './settings.ts'

export type Providers = { readonly [id in OAuthId]: OAuthProvider }

export function emailChannel(
  instance: Instance,
  providers: Providers = oauthProviders
): ChannelPlugin<Settings> {
  const ports = extraPorts(instance)
  const signIns = Object.values(providers).flatMap((provider): Flow<Settings>[] => {
    const client = oauthClient(instance, provider.id)
    return client === undefined ? [] : [oauthFlow({ provider, client, extraPorts: ports })]
  })
  return {
    capabilities: capabilitiesOf,
    flows: [passwordFlow({ extraPorts: ports }), ...signIns],
    open: (ctx) =>
      new EmailSession({ ctx, tokens: tokensFor(ctx, instance, providers), extraPorts: ports }),
  }
}

function tokensFor(
  ctx: ChannelContext<Settings>,
  instance: Instance,
  providers: Providers
): AccessTokens | undefined {
  const { settings } = ctx.account
  if (settings.auth !== 'oauth2') return undefined
  const { oauth } = presetOf(settings)
  const client = oauth === undefined ? undefined : oauthClient(instance, oauth)
  if (oauth === undefined || client === undefined) return () => Promise.reject(noClient())
  return accessTokens({ provider: providers[oauth], client, ctx })
}

function noClient(): Failure {
  return new Failure('unauthorized', {
    code: 'E_EMAIL_NO_OAUTH_CLIENT',
    reason: {
      ru: 'Приложение для входа через эту почтовую службу не настроено. Администратор установки должен указать его на странице плагинов.',
      en: "No application for signing in with this mail service is set up. The installation's administrator must enter it on the plugins page.",
    },
  })
}
