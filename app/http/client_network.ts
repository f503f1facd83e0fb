import { isIPv6 } from 'node:net'

/**
 * Whom a limit counts. An IPv6 customer has at least a /64 of their own: counted by single addresses, one guesser would be
 * as many strangers as they like.
 */
export function clientNetwork(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)
  if (mapped) return mapped[1] ?? ip
  const [address = ''] = ip.split('%')
  return isIPv6(address) ? `${firstHalf(address)}::/64` : ip
}

function firstHalf(address: string): string {
  const [before = '', after] = address.split('::')
  const head = groupsOf(before)
  const tail = after === undefined ? [] : groupsOf(after)
  const zeros = after === undefined ? 0 : Math.max(0, 8 - head.length - tail.length)
  const groups = [...head, ...Array.from({ length: zeros }, () => '0'), ...tail]
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}

/** An IPv4 tail stands for two groups; none of the first half is in it. */
function groupsOf(text: string): string[] {
  return text
    .split(':')
    .filter((group) => group !== '')
    .flatMap((group) => (group.includes('.') ? ['0', '0'] : [group]))
}
