/** From an account's settings to connections: hosts checked, credentials fresh. */
import type { ImapFlow } from 'imapflow'
import { isFailure } from '@svyaz/core'
import { presetOf, serversOf } from '../settings.ts'
import type { Settings } from '../settings.ts'
import { imapCredentials, smtpCredentials } from './credentials.ts'
import type { AccessTokens } from './credentials.ts'
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
  try {
    return await openImapWith(access, signal, false)
  } catch (error) {
    if (access.tokens === undefined || !isFailure(error) || error.kind !== 'unauthorized')
      throw error
    return openImapWith(access, signal, true)
  }
}

async function openImapWith(
  access: Access,
  signal: AbortSignal,
  again: boolean
): Promise<ImapFlow> {
  const { settings } = access
  const server = serversOf(settings).imap
  return connectImap(
    {
      target: await checked(access, { ...server, protocol: 'IMAP' }),
      credentials: await imapCredentials(settings, access.tokens, again),
      trustedCertificate: settings.trustedCertificate,
      preset: presetOf(settings),
    },
    signal
  )
}

export async function smtpAccess(access: Access, again = false): Promise<SmtpAccess> {
  const { settings } = access
  const server = serversOf(settings).smtp
  return {
    target: await checked(access, { ...server, protocol: 'SMTP' }),
    credentials: await smtpCredentials(settings, access.tokens, again),
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
