import { lookup as lookupByDns, type LookupAddress } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** IANA IPv4 Special-Purpose Address Registry (RFC 6890), multicast (RFC 5771) and reserved (RFC 1112 §4). */
const specialIPv4 = [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12],
  ['192.0.0.0', 24], ['192.0.2.0', 24], ['192.88.99.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15],
  ['198.51.100.0', 24], ['203.0.113.0', 24], ['224.0.0.0', 4], ['240.0.0.0', 4]
] as const

/**
 * Out of 2000::/3, the only global unicast addresses that there are (RFC 4291 §2.4, IANA's registry): those of
 * protocols, Teredo among them, of documentation, and of 6to4, which carry an IPv4 address.
 */
const specialIPv6 = [['2001::', 23], ['2001:db8::', 32], ['2002::', 16], ['3fff::', 20]] as const

const special = new BlockList()
for (const [net, prefix] of specialIPv4) special.addSubnet(net, prefix, 'ipv4')
for (const [net, prefix] of specialIPv6) special.addSubnet(net, prefix, 'ipv6')

const globalUnicast = new BlockList()
globalUnicast.addSubnet('2000::', 3, 'ipv6')

/**
 * Whether an IP address is anybody's on the Internet: not private, loopback, link-local, unique-local, shared,
 * multicast, reserved, nor one that carries another (IPv4-mapped, NAT64, 6to4, Teredo).
 */
export function isPublicAddress (address: string): boolean {
  if (isIP(address) === 4) return !special.check(address, 'ipv4')
  // A zone makes an address one of this link.
  return isIP(address) === 6 && !address.includes('%') &&
    globalUnicast.check(address, 'ipv6') && !special.check(address, 'ipv6')
}

/** Node's `dns.lookup`, for all addresses. */
export type LookupAll = (
  hostname: string,
  options: { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void
) => void

/**
 * A `lookup` for sockets with `autoSelectFamily`, which gives them public addresses alone. It is the socket that asks,
 * so that what was checked is what it connects to: no later answer of the DNS takes its place (DNS rebinding). It is
 * not called for a host that is an address itself.
 */
export function publicLookup (lookup: LookupAll = lookupByDns): LookupFunction {
  return (hostname, _options, callback) => {
    lookup(hostname, { all: true }, (error, addresses) => {
      if (error !== null) return callback(error, [])
      const allowed = addresses.filter(({ address }) => isPublicAddress(address))
      callback(allowed.length > 0 ? null : new Error(`${hostname} has no public address`), allowed)
    })
  }
}
