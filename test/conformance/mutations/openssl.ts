import { X509Certificate } from 'node:crypto'
import type { Certificate } from '../../../lib/trust/certificate/certificate.js'
import type { CertificateChain } from '../../../lib/trust/chain.js'
import { matchIssuer, sameBytes } from '../../../lib/trust/path/issuer-match.js'

/** What OpenSSL's parser makes of it; null if it refuses. */
export function parseWithOpenssl (der: Uint8Array): X509Certificate | null {
  try {
    return new X509Certificate(der)
  } catch {
    return null // whatever it has against it
  }
}

/**
 * Extensions that OpenSSL enforces although they are not critical, and that we, with RFC 5280 §4.2, ignore: Netscape's
 * certificate type, and RFC 3779's and RFC 3820's.
 */
const onlyOpensslKnows = ['2.16.840.1.113730.1.1', '1.3.6.1.5.5.7.1.7', '1.3.6.1.5.5.7.1.8', '1.3.6.1.5.5.7.1.14']

/**
 * What OpenSSL has against a chain that we trust: its parser refuses, its signature check fails, it takes one
 * certificate not for the issuer of the other, or it reads something else. null: nothing.
 */
export function opensslObjection ({ elements }: CertificateChain): string | null {
  for (const [index, { certificate }] of elements.entries()) {
    const objection = objectionTo(certificate, elements[index + 1]?.certificate ?? null)
    if (objection !== null) return `element ${index}: OpenSSL ${objection}`
  }
  return null
}

function objectionTo (certificate: Certificate, issuer: Certificate | null): string | null {
  const theirs = theirReading(certificate)
  if (theirs === null) return 'does not parse it'
  if (issuer !== null && !isSignedBy(certificate, issuer)) return 'finds its signature wrong'
  if (issuer !== null && !isIssuedBy(certificate, issuer)) return 'finds another issuer, or a malformed extension'
  const { serialNumber, validFrom, validTo } = theirs
  if (serialNumber !== certificate.serialNumber) return `reads serial number ${serialNumber}`
  if (Date.parse(validFrom) !== certificate.notBefore) return `reads notBefore ${validFrom}`
  if (Date.parse(validTo) !== certificate.notAfter) return `reads notAfter ${validTo}`
  return null
}

/** Names, key identifiers, keyUsage, and no malformed extension on either (X509_check_issued). */
function isIssuedBy (certificate: Certificate, issuer: Certificate): boolean {
  return theirReading(certificate)!.checkIssued(theirReading(issuer)!) ||
    namesAnotherIssuer(certificate, issuer) ||
    [certificate, issuer].some(({ extensions }) => extensions.some(({ oid }) => onlyOpensslKnows.includes(oid)))
}

/** Departure: an authorityKeyIdentifier that does not fit excludes no issuer (trust-status.md, Rules). */
function namesAnotherIssuer (certificate: Certificate, issuer: Certificate): boolean {
  const identifier = certificate.authorityKeyIdentifier
  if (identifier === null || matchIssuer(certificate, issuer) === 'mismatch') return identifier !== null
  const { authorityCertIssuer: names, authorityCertSerialNumber: serialNumber } = identifier
  return (names.length > 0 && !names.some((name) => name.equals(issuer.issuer))) ||
    (serialNumber !== null && !sameBytes(serialNumber, issuer.serialNumberBytes))
}

// Most of a mutant's chain is the same object as that of the mutant before: the engine remembers certificates
const readings = new WeakMap<Certificate, X509Certificate | null>()
const signatures = new WeakMap<Certificate, WeakMap<Certificate, boolean>>()

function theirReading (certificate: Certificate): X509Certificate | null {
  const known = readings.get(certificate)
  if (known !== undefined) return known
  const reading = parseWithOpenssl(certificate.raw)
  readings.set(certificate, reading)
  return reading
}

function isSignedBy (certificate: Certificate, issuer: Certificate): boolean {
  const known = signatures.get(certificate)?.get(issuer)
  if (known !== undefined) return known
  const result = verifyWithOpenssl(certificate, issuer)
  const results = signatures.get(certificate) ?? new WeakMap<Certificate, boolean>()
  signatures.set(certificate, results.set(issuer, result))
  return result
}

function verifyWithOpenssl (certificate: Certificate, issuer: Certificate): boolean {
  const theirs = theirReading(certificate)
  const theirIssuer = theirReading(issuer)
  if (theirs === null || theirIssuer === null) return false
  try {
    return theirs.verify(theirIssuer.publicKey)
  } catch {
    return false // a key that OpenSSL will not use
  }
}
