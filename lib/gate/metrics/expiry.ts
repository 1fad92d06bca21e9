import { X509Certificate } from 'node:crypto'
import type { Server } from 'node:http'
import type { TlsOptions } from 'node:tls'
import type { Site } from '../../site/options.js'

const DAY = 24 * 60 * 60 * 1000

/** What ends some day, and of many the one that ends first. */
export type ExpiringThing = 'trustAnchors' | 'crls' | 'serverCertificate'

/** Days until the next of each ends, negative where it has; what has no end, or is not there, is left out. */
export function daysUntilExpiry (
  { engine, clock }: Pick<Site, 'engine' | 'clock'>, server: Server
): ReadonlyMap<ExpiringThing, number> {
  const now = clock().getTime()
  const ends: ReadonlyArray<readonly [ExpiringThing, readonly number[]]> = [
    ['trustAnchors', engine?.trustAnchors.map(({ notAfter }) => notAfter) ?? []],
    ['crls', engine?.crls.map(({ nextUpdate }) => nextUpdate) ?? []],
    ['serverCertificate', serverCertificateEnds(server)]
  ]
  const firsts = ends.map(([what, times]) => [what, (Math.min(...times) - now) / DAY] as const)
  return new Map(firsts.filter(([, days]) => Number.isFinite(days)))
}

/** Read each time: `server.setSecureContext` puts another in its place. */
function serverCertificateEnds (server: Server): number[] {
  const { cert } = server as TlsOptions
  return cert === undefined ? [] : [cert].flat().map((given) => Date.parse(new X509Certificate(given).validTo))
}
