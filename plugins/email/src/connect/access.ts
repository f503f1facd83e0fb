/** From an account's settings to connections: hosts checked, credentials fresh. */
import type { ImapFlow } from 'imapflow'
import { isFailure } from '@svyaz/core'
import { presetOf, serversOf } from '../settings.ts'
import type { Settings } from '../settings.ts'
import { imapCredentials, smtpCredentials, tokenOf } from './credentials.ts'
import type { AccessTokens, Credentials } from './credentials.ts'
import { target } from './guard.ts'
import type { Lookup } from './guard.ts'
import { connectImap } from './imap.ts'
import type { SmtpAccess } from './smtp.ts'
import { toFailure } from '../failures.ts'
import type { Place } from '../failures/connection.ts'

export type Access = {
  readonly settings: Settings
  readonly lookup: Lookup
  readonly extraPorts: readonly number[]
  readonly tokens: AccessTokens | undefined
}

/** A token refused before its time is refreshed once; only a refused refresh needs a person. */
export async function openImap(access: Access, signal: AbortSignal): Promise<ImapFlow> {
  const credentials = await imapCredentials(access.settings, access.tokens)
  try {
    return await openImapWith(access, credentials, signal)
  } catch (error) {
    const refused = tokenOf(credentials)
    if (access.tokens === undefined || refused === undefined) throw error
    if (!isFailure(error) || error.kind !== 'unauthorized') throw error
    await access.tokens(refused)
    const renewed = await imapCredentials(access.settings, access.tokens)
    return openImapWith(access, renewed, signal)
  }
}

async function openImapWith(
  access: Access,
  credentials: Credentials,
  signal: AbortSignal
): Promise<ImapFlow> {
  const { settings } = access
  const server = serversOf(settings).imap
  return connectImap(
    {
      target: await checked(access, { ...server, protocol: 'IMAP' }),
      credentials,
      trustedCertificate: settings.trustedCertificate,
      preset: presetOf(settings),
    },
    signal
  )
}

export async function smtpAccess(access: Access): Promise<SmtpAccess> {
  const { settings } = access
  const server = serversOf(settings).smtp
  return {
    target: await checked(access, { ...server, protocol: 'SMTP' }),
    credentials: await smtpCredentials(settings, access.tokens),
    trustedCertificate: settings.trustedCertificate,
  }
}

async function checked(
  access: Access,
  server: Parameters<typeof target>[0] & Pick<Place, 'protocol'>
): ReturnType<typeof target> {
  try {
    return await target(server, access.lookup, access.extraPorts)
  } catch (error) {
    const { host, port, protocol } = server
    throw toFailure(error, { place: { host, port, protocol } }) ?? error
  }
}
