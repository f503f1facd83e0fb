import { BlockList, isIPv6 } from 'node:net'

const blocked = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10], // carrier-grade NAT
  ['127.0.0.0', 8],
  ['169.254.0.0', 16], // link-local, cloud metadata
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  blocked.addSubnet(network, bits, 'ipv4')
}

/** Only 2000::/3 is routed at all; what lies in it and embeds or tunnels to other addresses is blocked too. */
const routed = new BlockList()
routed.addSubnet('2000::', 3, 'ipv6')
const tunnels = new BlockList()
for (const [network, bits] of [
  ['2001::', 23], // Teredo, ORCHID, benchmarks
  ['2001:db8::', 32],
  ['2002::', 16], // 6to4
  ['3fff::', 20],
] as const) {
  tunnels.addSubnet(network, bits, 'ipv6')
}

/** May a socket to this address leave, on a user's word? IPv4-mapped, NAT64 and metadata addresses included. */
export function isPrivateAddress(address: string): boolean {
  const bare = address.split('%', 1)[0] ?? address
  if (!isIPv6(bare)) return blocked.check(bare, 'ipv4')
  return !routed.check(bare, 'ipv6') || tunnels.check(bare, 'ipv6')
}
