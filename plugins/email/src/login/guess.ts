/** Where the mail of a domain is: by the address, by MX, by SRV records, else by custom. Shown to be edited, never trusted. */
import { Resolver } from 'node:dns/promises'
import { domainOf } from '../address_key.ts'
import { presetOfDomain, presetOfMx } from '../presets.ts'
import type { ProviderId, Server } from '../presets.ts'

export type Guess = {
  readonly provider: ProviderId
  readonly imap?: Server
  readonly smtp?: Server
}

export type Dns = Pick<Resolver, 'resolveMx' | 'resolveSrv'>

export function systemDns(): Dns {
  return new Resolver({ timeout: 2000, tries: 1 })
}

export async function guessServers(address: string, dns: Dns): Promise<Guess> {
  const domain = domainOf(address)
  const known = presetOfDomain(domain) ?? (await byMx(domain, dns))
  if (known !== undefined) return { provider: known }
  const [imaps, submissions, submission] = await Promise.all(
    ['_imaps', '_submissions', '_submission'].map((service) =>
      srv(`${service}._tcp.${domain}`, dns)
    )
  )
  const smtp =
    submissions === undefined
      ? submission && { ...submission, security: 'starttls' as const }
      : submissions
  return {
    provider: 'custom',
    imap: imaps ?? { host: `imap.${domain}`, port: 993, security: 'tls' },
    smtp: smtp ?? { host: `smtp.${domain}`, port: 465, security: 'tls' },
  }
}

async function byMx(domain: string, dns: Dns): Promise<ProviderId | undefined> {
  const records = await dns.resolveMx(domain).catch(() => [])
  return records.map((record) => presetOfMx(record.exchange)).find((id) => id !== undefined)
}

async function srv(name: string, dns: Dns): Promise<Server | undefined> {
  const records = await dns.resolveSrv(name).catch(() => [])
  const best = records.toSorted((a, b) => a.priority - b.priority || b.weight - a.weight)[0]
  if (best === undefined || best.name === '' || best.name === '.') return undefined
  return { host: best.name, port: best.port, security: 'tls' }
}
