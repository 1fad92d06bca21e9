import { isIP } from 'node:net'
import { isPublicAddress } from './address-guard.js'
import type { RevocationSourcesSettings } from './settings.js'

const protocols: ReadonlySet<string> = new Set(['http:', 'https:'])

/**
 * The URL, if it may be asked: it is http or https, of a listed host, without credentials, and its host is no address
 * that must not be connected to. The addresses of other hosts are known only when they are connected to.
 *
 * @param base what a relative URL is relative to
 */
export function admitUrl (
  text: string,
  { allowsHost, allowPrivateAddresses }: Pick<RevocationSourcesSettings, 'allowsHost' | 'allowPrivateAddresses'>,
  base?: URL
): URL | null {
  if (!URL.canParse(text, base?.href)) return null
  const url = new URL(text, base)
  if (!protocols.has(url.protocol) || url.username !== '' || url.password !== '') return null
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const isRightAddress = allowPrivateAddresses || isIP(host) === 0 || isPublicAddress(host)
  return isRightAddress && allowsHost(host) ? url : null
}
