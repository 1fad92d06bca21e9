import { X509Certificate } from 'node:crypto'
import type { Server } from 'node:http'
import { DEFAULT_MAX_VERSION, DEFAULT_MIN_VERSION, Server as TlsServer, type TlsOptions } from 'node:tls'
import type { ServerFacts, TlsVersion } from '../access/start-up-report.js'
import { certificateHostOf } from '../connection/server/ask-by-host-name.js'
import type { GatedApp } from './gated-app.js'

/** In their order; older ones Node does not speak by itself. */
const tlsVersions: readonly TlsVersion[] = ['TLSv1.2', 'TLSv1.3']

/** What an app's server can do, as far as Node tells. */
export function serverFacts ({ server, httpVersions }: Pick<GatedApp, 'server' | 'httpVersions'>): ServerFacts {
  if (!(server instanceof TlsServer)) return { tlsVersions: [], httpVersions, asks: 'nobody' }
  const { requestCert, minVersion = DEFAULT_MIN_VERSION, maxVersion = DEFAULT_MAX_VERSION } = server as TlsOptions
  return {
    tlsVersions: tlsVersions.filter((version) => version >= minVersion && version <= maxVersion),
    httpVersions,
    asks: certificateHostOf(server) !== null ? 'certificateHost' : requestCert === true ? 'everyone' : 'nobody'
  }
}

/**
 * Whether the server's certificate is valid for a host.
 *
 * @returns `null` if that can't be told: for a pattern, or where the certificate is not given as PEM or DER
 */
export function serverCertificateCovers (server: Server, host: string): boolean | null {
  const { cert } = server as TlsOptions
  if (cert === undefined || host.startsWith('*.')) return null
  const certificates = [cert].flat()
  return certificates.some((given) => new X509Certificate(given).checkHost(host) !== undefined)
}
