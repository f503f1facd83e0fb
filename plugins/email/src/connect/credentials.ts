/** How an account proves itself to its servers. */
import type { Settings } from '../settings.ts'

export type Credentials =
  | { readonly user: string; readonly pass: string }
  | { readonly user: string; readonly accessToken: string }

/** Gives a fresh access token; `again`: the last one was refused although it had not expired. */
export type AccessTokens = (again?: boolean) => Promise<string>

export async function imapCredentials(
  settings: Settings,
  tokens: AccessTokens | undefined,
  again = false
): Promise<Credentials> {
  const user = settings.login === '' ? settings.address : settings.login
  return tokens === undefined
    ? { user, pass: settings.password }
    : { user: settings.address, accessToken: await tokens(again) }
}

export async function smtpCredentials(
  settings: Settings,
  tokens: AccessTokens | undefined,
  again = false
): Promise<Credentials> {
  const shared = await imapCredentials(settings, tokens, again)
  if ('accessToken' in shared) return shared
  return {
    user: settings.smtpLogin === '' ? shared.user : settings.smtpLogin,
    pass: settings.smtpPassword === '' ? shared.pass : settings.smtpPassword,
  }
}
