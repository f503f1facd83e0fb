import { lookup as resolveName } from 'node:dns/promises'
import { isIP } from 'node:net'
import { Failure } from '../failure.ts'
import { isPrivateAddress } from './private_addresses.ts'

export interface Guard {
  /** The address that may be connected to; throws `rejected` E_HOST_FORBIDDEN, `transient` E_HOST_NOT_FOUND. */
  lookup(host: string, port?: number): Promise<string>
}

type Resolve = (host: string) => Promise<readonly string[]>

const resolveAll: Resolve = async (host) =>
  (await resolveName(host, { all: true, order: 'verbatim' })).map(({ address }) => address)

/**
 * Names are resolved here and the connection goes to exactly the answer: checking a name and letting the client resolve
 * it again is the rebinding hole. One private address among several refuses the name.
 */
export function createGuard(
  allowHosts: readonly string[] = [],
  resolve: Resolve = resolveAll
): Guard {
  const allowed = allowHosts.map(parseAllowed)
  const isAllowed = (host: string, port: number | undefined) =>
    allowed.some(
      (one) =>
        one.host === host && (one.port === undefined || port === undefined || one.port === port)
    )
  return {
    async lookup(given, port) {
      const host = given
        .toLowerCase()
        .replace(/^\[(.*)\]$/, '$1')
        .replace(/\.$/, '')
      const addresses = isIP(host) ? [host] : await resolved(host, resolve)
      const [first] = addresses
      if (first === undefined) throw notFound(given)
      const fits = (address: string) => !isPrivateAddress(address) || isAllowed(address, port)
      if (!isAllowed(host, port) && !addresses.every(fits)) throw forbidden(given)
      return first
    },
  }
}

function parseAllowed(entry: string): { host: string; port: number | undefined } {
  const match = /^(?:\[(?<v6>[^\]]+)\]|(?<host>[^:]+))(?::(?<port>\d+))?$/.exec(
    entry.trim().toLowerCase()
  )
  const port = match?.groups?.port
  return {
    host: match?.groups?.v6 ?? match?.groups?.host ?? entry.toLowerCase(),
    port: port === undefined ? undefined : Number(port),
  }
}

async function resolved(host: string, resolve: Resolve): Promise<readonly string[]> {
  try {
    return await resolve(host)
  } catch (error) {
    throw notFound(host, error)
  }
}

function forbidden(host: string): Failure {
  return new Failure('rejected', {
    code: 'E_HOST_FORBIDDEN',
    reason: {
      ru: `Адрес ${host} ведёт во внутреннюю сеть. Укажите публичный адрес или попросите администратора разрешить этот.`,
      en: `${host} leads into a private network. Give a public address, or ask the administrator to allow this one.`,
    },
  })
}

function notFound(host: string, cause?: unknown): Failure {
  return new Failure('transient', {
    code: 'E_HOST_NOT_FOUND',
    reason: {
      ru: `Сервер ${host} не найден. Проверьте, нет ли опечатки в адресе, и доступность DNS.`,
      en: `The server ${host} was not found. Check the address for a typo, and that DNS works.`,
    },
    cause,
  })
}
