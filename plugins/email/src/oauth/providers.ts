/** OAuth2 endpoints and scopes, from the providers' documentation. */
import type { Localized } from '@svyaz/core'
import type { OAuthId, ProviderId } from '../presets.ts'

export type OAuthProvider = {
  readonly id: OAuthId
  readonly name: Localized
  readonly authorize: string
  readonly token: string
  readonly scope: string
  /** Further parameters of the authorisation request. */
  readonly extra: { readonly [name: string]: string }
  /** Where the address of the mailbox is asked for; absent: it is in the id_token. */
  readonly userinfo?: {
    readonly url: string
    readonly field: string
    readonly header: 'Bearer' | 'OAuth' | 'query'
  }
  readonly preset: ProviderId
}

export const oauthProviders: { readonly [id in OAuthId]: OAuthProvider } = {
  google: {
    id: 'google',
    name: { ru: 'Войти через Google', en: 'Sign in with Google' },
    authorize: 'https://accounts.google.com/o/oauth2/v2/auth',
    token: 'https://oauth2.googleapis.com/token',
    scope: 'openid email https://mail.google.com/',
    extra: { access_type: 'offline', prompt: 'consent' },
    preset: 'gmail',
  },
  microsoft: {
    id: 'microsoft',
    name: { ru: 'Войти через Microsoft', en: 'Sign in with Microsoft' },
    authorize: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize',
    token: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
    // Graph-named scopes would give a token that IMAP refuses.
    scope:
      'openid email offline_access https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send',
    extra: { prompt: 'select_account' },
    preset: 'microsoft',
  },
  yandex: {
    id: 'yandex',
    name: { ru: 'Войти через Яндекс', en: 'Sign in with Yandex' },
    authorize: 'https://oauth.yandex.ru/authorize',
    token: 'https://oauth.yandex.ru/token',
    scope: 'mail:imap_full mail:smtp login:email',
    extra: { force_confirm: 'yes' },
    userinfo: {
      url: 'https://login.yandex.ru/info?format=json',
      field: 'default_email',
      header: 'OAuth',
    },
    preset: 'yandex',
  },
  mailru: {
    id: 'mailru',
    name: { ru: 'Войти через Mail.ru', en: 'Sign in with Mail.ru' },
    authorize: 'https://oauth.mail.ru/login',
    token: 'https://oauth.mail.ru/token',
    scope: 'userinfo mail.imap',
    extra: { prompt_force: '1' },
    userinfo: { url: 'https://oauth.mail.ru/userinfo', field: 'email', header: 'query' },
    preset: 'mailru',
  },
}
