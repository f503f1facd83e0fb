/** How an account proves itself to its servers. */
import type { Settings } from '../settings.ts'

export type Credentials =
  | { readonly user: string; readonly pass: string }
  | { readonly user: string; readonly accessToken: string }

/** Gives a good access token. `refused`: one that a server did not take although it had not expired. */
export type AccessTokens = (refused?: string) => Promise<string>

export async function imapCredentials(
  settings: Settings,
  tokens: AccessTokens | undefined
): Promise<Credentials> {
  const user = settings.login === '' ? settings.address : settings.login
  return tokens === undefined
    ? { user, pass: settings.password }
    : { user: settings.address, accessToken: await tokens() }
}

export async function smtpCredentials(
  settings: Settings,
  tokens: AccessTokens | undefined
): Promise<Credentials> {
  const shared = await imapCredentials(settings, tokens)
  if ('accessToken' in shared) return shared
  return {
    user: settings.smtpLogin === '' ? shared.user : settings.smtpLogin,
    pass: settings.smtpPassword === '' ? shared.pass : settings.smtpPassword,
  }
}

export function tokenOf(credentials: Credentials): string | undefined {
  return 'accessToken' in credentials ? credentials.accessToken : undefined
}
