import { Connection } from '../connection/connection.js'
import type { DecidedRequest } from './decided-request.js'
import type { GateRequest } from './gate-request.js'

/**
 * The request's facts under the names that ISAPI extensions know. Empty strings stand for what does not apply, as in
 * IIS.
 *
 * @see https://learn.microsoft.com/previous-versions/iis/6.0-sdk/ms524602(v=vs.90)
 */
export interface ServerVariables {
  /** The user's name; empty for an anonymous request. */
  readonly AUTH_USER: string
  /** `'SSL/PCT'` where a certificate was mapped to a user; else empty. */
  readonly AUTH_TYPE: string
  readonly REMOTE_USER: string
  readonly LOGON_USER: string
  readonly REMOTE_ADDR: string
  /** Bit 0: a certificate is present. Bit 1: it is not fully trusted, CertTrustOverride let it in. */
  readonly CERT_FLAGS: string
  /** The subject, RFC 4514. */
  readonly CERT_SUBJECT: string
  /** The issuer, RFC 4514. */
  readonly CERT_ISSUER: string
  /** Hexadecimal octets with hyphens, most significant first. */
  readonly CERT_SERIALNUMBER: string
  /** Strength of the connection's cipher in bits. */
  readonly CERT_KEYSIZE: string
  /** `'on'` or `'off'` */
  readonly HTTPS: string
  /** The same as CERT_KEYSIZE. */
  readonly HTTPS_KEYSIZE: string
  /** `'1'` on TLS, else `'0'`. */
  readonly SERVER_PORT_SECURE: string
  readonly REQUEST_METHOD: string
  readonly URL: string
}

/** @param decided who was let in; `null`: that is not decided yet */
export function serverVariablesOf (
  { raw, method, url }: Pick<GateRequest, 'raw' | 'method' | 'url'>,
  decided: Pick<DecidedRequest, 'pseudoUser' | 'clientCertificate'> | null
): ServerVariables {
  const { encrypted, cipherBits } = new Connection(raw)
  const keySize = encrypted ? String(cipherBits) : ''
  const user = decided?.pseudoUser?.name ?? ''
  const chain = decided?.clientCertificate?.chain
  const leaf = chain?.elements[0]?.certificate
  return Object.freeze({
    AUTH_USER: user,
    AUTH_TYPE: user === '' ? '' : 'SSL/PCT',
    REMOTE_USER: user,
    LOGON_USER: user,
    REMOTE_ADDR: raw.socket.remoteAddress ?? '',
    CERT_FLAGS: chain === undefined ? '' : chain.errorStatus === 0 ? '1' : '3',
    CERT_SUBJECT: leaf?.subject.toString() ?? '',
    CERT_ISSUER: leaf?.issuer.toString() ?? '',
    CERT_SERIALNUMBER: leaf?.serialNumber.replace(/(..)(?=.)/g, '$1-').toLowerCase() ?? '',
    CERT_KEYSIZE: keySize,
    HTTPS: encrypted ? 'on' : 'off',
    HTTPS_KEYSIZE: keySize,
    SERVER_PORT_SECURE: encrypted ? '1' : '0',
    REQUEST_METHOD: method,
    URL: url.replace(/[?#].*$/s, '')
  })
}
