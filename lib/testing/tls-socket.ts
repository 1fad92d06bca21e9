import { X509Certificate } from 'node:crypto'
import type { EventEmitter } from 'node:events'
import { isIP } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { readCertificates, type CertificateSource } from '../trust/certificate/certificate-source.js'

/** What a TLS connection has that none made. */
export interface TlsFacts {
  /** The client's certificate: PEM (with those that it sends besides), DER, or an `X509Certificate`. Default: none. */
  readonly certificate?: CertificateSource | null
  /** What the client sends besides its certificate. Default: nothing. */
  readonly chain?: readonly CertificateSource[]
  /** The cipher suite, by its IANA name. Default: `'TLS_AES_256_GCM_SHA384'`. */
  readonly cipher?: string
  /** The host name in the ClientHello; `null`: none. Default: the host that the request is for. */
  readonly serverName?: string | null
}

/** What is asked of a socket of TLS 1.3 whose handshake is done, as node:tls answers it. */
type Handshaken = Pick<TLSSocket, 'encrypted' | 'isSessionReused' | 'getPeerX509Certificate'> & {
  readonly getPeerCertificate: () => object
  readonly servername: string | false
  readonly getProtocol: () => string
  readonly getCipher: () => { name: string, standardName: string, version: string }
}

/**
 * Makes a socket that leads nowhere look like one on which a handshake has ended so.
 *
 * @throws TypeError if a certificate is none
 */
export function pretendTls (socket: EventEmitter, host: string, facts: TlsFacts): void {
  const { certificate = null, chain = [], cipher = 'TLS_AES_256_GCM_SHA384', serverName = host } = facts
  const peer = certificate === null ? undefined : linked([certificate, ...chain])
  // RFC 6066 §3: no addresses
  const servername = serverName === null || isIP(serverName) !== 0 ? false : serverName
  Object.assign(socket, {
    encrypted: true,
    servername,
    getProtocol: () => 'TLSv1.3',
    getCipher: () => ({ name: cipher, standardName: cipher, version: 'TLSv1.3' }),
    isSessionReused: () => false,
    getPeerX509Certificate: () => peer,
    getPeerCertificate: () => peer?.toLegacyObject() ?? {}
  } satisfies Handshaken)
}

/** Certificates as node:tls shows them: each with the one that was sent behind it. */
function linked (sources: readonly CertificateSource[]): X509Certificate | undefined {
  const certificates = readCertificates(sources, 'certificate')
  return certificates.reduceRight<X509Certificate | undefined>((value, { raw }) => {
    return Object.defineProperty(new X509Certificate(raw), 'issuerCertificate', { value })
  }, undefined)
}
