import { isIPv6, type AddressInfo } from 'node:net'

/** Where a server is met that listens at an address (RFC 3986 §3.2.2). */
export function urlOf ({ address, port }: Pick<AddressInfo, 'address' | 'port'>): string {
  return `https://${isIPv6(address) ? `[${address}]` : address}:${port}`
}
