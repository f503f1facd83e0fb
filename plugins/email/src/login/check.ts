/** Tries a mailbox's two servers, each with its own line of result. */
import type { Check, Failure, Localized } from '@svyaz/core'
import { isFailure } from '@svyaz/core'
import { openImap, smtpAccess } from '../connect/access.ts'
import type { Access } from '../connect/access.ts'
import { verifySmtp } from '../connect/smtp.ts'
import type { ServerFeatures } from '../connect/smtp.ts'
import { lostConnection, toFailure } from '../failures.ts'
import { presetOf, serversOf } from '../settings.ts'

export type Checked = {
  readonly checks: readonly Check[]
  readonly failures: readonly Failure[]
  readonly features: ServerFeatures | undefined
}

export async function checkServers(
  access: Access,
  signal: AbortSignal,
  onLine: (checks: readonly Check[]) => void
): Promise<Checked> {
  const { imap, smtp } = serversOf(access.settings)
  const checks: Check[] = []
  const failures: Failure[] = []
  const note = (name: Localized, failure: Failure | undefined) => {
    checks.push({
      name,
      ok: failure === undefined,
      ...(failure === undefined ? {} : { detail: failure.data.reason }),
    })
    if (failure !== undefined) failures.push(failure)
    onLine([...checks])
  }
  note(incoming(imap.host, imap.port), await failureOf(() => tryImap(access, signal)))
  let features: ServerFeatures | undefined
  const sending = await failureOf(async () => {
    features = await trySmtp(access)
  })
  note(outgoing(smtp.host, smtp.port), sending)
  return { checks, failures, features }
}

async function tryImap(access: Access, signal: AbortSignal): Promise<void> {
  const client = await openImap(access, signal)
  try {
    await client.mailboxOpen('INBOX', { readOnly: true })
  } finally {
    await client.logout().catch(() => {})
  }
}

async function trySmtp(access: Access): Promise<ServerFeatures> {
  const ready = await smtpAccess(access)
  try {
    return await verifySmtp(ready)
  } catch (error) {
    const { host, port } = ready.target
    const about = {
      place: { host, port, protocol: 'SMTP' as const },
      preset: presetOf(access.settings),
    }
    throw toFailure(error, about) ?? lostConnection(error)
  }
}

async function failureOf(work: () => Promise<void>): Promise<Failure | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    if (isFailure(error)) return error
    return toFailure(error) ?? lostConnection(error)
  }
}

function incoming(host: string, port: number): Localized {
  return { ru: `Входящая почта: ${host}, порт ${port}`, en: `Incoming mail: ${host}, port ${port}` }
}

function outgoing(host: string, port: number): Localized {
  return {
    ru: `Исходящая почта: ${host}, порт ${port}`,
    en: `Outgoing mail: ${host}, port ${port}`,
  }
}
