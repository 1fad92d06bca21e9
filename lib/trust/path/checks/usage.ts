import { CertTrust } from '../../status.js'
import type { PathElement, PathContext } from '../path.js'

/** RFC 5280 §4.2.1.3 */
const KeyUsage = {
  digitalSignature: 1 << 0, keyEncipherment: 1 << 2, keyAgreement: 1 << 4, keyCertSign: 1 << 5
} as const

/** RFC 5280 §4.2.1.12 */
export const KeyPurpose = {
  any: '2.5.29.37.0', serverAuth: '1.3.6.1.5.5.7.3.1', clientAuth: '1.3.6.1.5.5.7.3.2'
} as const

/** RFC 5280 §4.2.1.12: the keyUsage bits that are consistent with a purpose; one of them suffices. */
const consistentKeyUsage: ReadonlyMap<string | null, number> = new Map([
  [KeyPurpose.clientAuth, KeyUsage.digitalSignature | KeyUsage.keyAgreement],
  [KeyPurpose.serverAuth, KeyUsage.digitalSignature | KeyUsage.keyEncipherment | KeyUsage.keyAgreement]
])

/** RFC 5280 §6.1.4(n): a CA that has a keyUsage has keyCertSign in it. */
export function checkKeyCertSign ({ certificate: { keyUsage }, index }: PathElement): number {
  return index > 0 && keyUsage !== null && (keyUsage & KeyUsage.keyCertSign) === 0
    ? CertTrust.IS_NOT_VALID_FOR_USAGE
    : 0
}

/**
 * RFC 5280 §4.2.1.3, §4.2.1.9: a certificate that is no CA does not claim keyCertSign. Asked of the leaf; one that
 * issues without being a CA has INVALID_BASIC_CONSTRAINTS.
 */
export function checkClaimsNoKeyCertSign ({ certificate: { keyUsage, basicConstraints }, index }: PathElement): number {
  const claims = keyUsage !== null && (keyUsage & KeyUsage.keyCertSign) !== 0
  return index === 0 && claims && basicConstraints?.cA !== true ? CertTrust.IS_NOT_VALID_FOR_USAGE : 0
}

/**
 * RFC 5280 §4.2.1.12: the leaf's keyUsage is consistent with the purpose. Departure: §6.1 does not ask; OpenSSL does
 * (`check_purpose_ssl_client`), and so do we.
 */
export function checkLeafKeyUsage ({ certificate: { keyUsage }, index }: PathElement, { usage }: PathContext): number {
  const consistent = consistentKeyUsage.get(usage)
  if (index > 0 || keyUsage === null || consistent === undefined) return 0
  return (keyUsage & consistent) === 0 ? CertTrust.IS_NOT_VALID_FOR_USAGE : 0
}

/**
 * RFC 5280 §4.2.1.12: extKeyUsage names the purpose, or any. Departure: it is asked of every CA that has one, anchors
 * included, as Windows, OpenSSL and webpki do, whereas the RFC speaks of the leaf alone.
 *
 * Microsoft's application policies stand in the place of extKeyUsage where they are present, as on Windows.
 */
export function checkExtendedKeyUsage ({ certificate }: PathElement, { usage }: PathContext): number {
  const purposes = certificate.applicationPolicies ?? certificate.extKeyUsage
  if (usage === null || purposes === null) return 0
  return purposes.includes(usage) || purposes.includes(KeyPurpose.any) ? 0 : CertTrust.IS_NOT_VALID_FOR_USAGE
}
