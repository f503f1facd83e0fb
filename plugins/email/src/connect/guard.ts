/** User-given hosts: the connection goes to the address that was checked, on a mail port. */
import { BlockList, isIP, isIPv4 } from 'node:net'
import { domainToASCII } from 'node:url'
import { Failure } from '@svyaz/core'
import type { Server } from '../presets.ts'

const mailPorts: ReadonlySet<number> = new Set([25, 143, 465, 587, 993, 2525])

/** Private addresses pass `lookup` only where the embedder allowed the host, or one port of it: the port is his choice then. */
const ownNetwork = new BlockList()
ownNetwork.addSubnet('127.0.0.0', 8)
ownNetwork.addSubnet('10.0.0.0', 8)
ownNetwork.addSubnet('172.16.0.0', 12)
ownNetwork.addSubnet('192.168.0.0', 16)
ownNetwork.addAddress('::1', 'ipv6')
ownNetwork.addSubnet('fc00::', 7, 'ipv6')

export type Lookup = (host: string, port?: number) => Promise<string>

export type Target = Server & {
  /** Checked; what is connected to. */
  readonly ip: string
  /** For TLS only; absent where the host is an address itself. */
  readonly servername?: string
}

export async function target(
  server: Server,
  lookup: Lookup,
  extraPorts: readonly number[]
): Promise<Target> {
  const host = isIP(server.host) === 0 ? domainToASCII(server.host) : server.host
  if (host === '') throw badHost(server.host)
  const ip = await lookup(host, server.port)
  const allowed =
    mailPorts.has(server.port) ||
    extraPorts.includes(server.port) ||
    ownNetwork.check(ip, isIPv4(ip) ? 'ipv4' : 'ipv6')
  if (!allowed) throw badPort(server.port)
  return { ...server, host, ip, ...(isIP(host) === 0 ? { servername: host } : {}) }
}

function badHost(host: string): Failure {
  return new Failure('rejected', {
    code: 'E_EMAIL_BAD_HOST',
    reason: {
      ru:
        host === ''
          ? 'Не указан почтовый сервер. Впишите его имя.'
          : `«${host}» не похоже на имя сервера. Исправьте его.`,
      en:
        host === ''
          ? 'No mail server is given. Enter its name.'
          : `"${host}" is not a server's name. Correct it.`,
    },
  })
}

function badPort(port: number): Failure {
  return new Failure('rejected', {
    code: 'E_EMAIL_PORT_NOT_ALLOWED',
    reason: {
      ru: `Порт ${port} не почтовый. Используйте 993, 143, 465, 587, 25 или 2525; другой порт может разрешить администратор установки.`,
      en: `Port ${port} is not a mail port. Use 993, 143, 465, 587, 25 or 2525; the installation's administrator can allow another.`,
    },
  })
}
