import type { webcrypto } from 'node:crypto'
import { isIP } from 'node:net'
import {
  AuthorityKeyIdentifierExtension, BasicConstraintsExtension, CRLDistributionPointsExtension, ExtendedKeyUsage,
  ExtendedKeyUsageExtension, KeyUsageFlags, KeyUsagesExtension, SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension, type Extension
} from '../trust/x509.js'

/** What a certificate is for. */
export type Profile = 'authority' | 'client' | 'server'

/** What goes into a certificate's extensions. */
export interface ExtensionInputs {
  readonly profile: Profile
  readonly publicKey: webcrypto.CryptoKey
  /** Of the issuer; its own for one that signs itself. */
  readonly issuerKey: webcrypto.CryptoKey
  /** Host names and addresses. */
  readonly hosts: readonly string[]
  /** Where the issuer's CRL is published. */
  readonly crlUrl?: string
}

const { digitalSignature, keyCertSign, cRLSign } = KeyUsageFlags

/** RFC 5280 §4.2: what a certificate says besides its names. */
export async function extensionsOf (
  { profile, publicKey, issuerKey, hosts, crlUrl }: ExtensionInputs
): Promise<Extension[]> {
  const isAuthority = profile === 'authority'
  const purpose = profile === 'server' ? ExtendedKeyUsage.serverAuth : ExtendedKeyUsage.clientAuth
  return [
    new BasicConstraintsExtension(isAuthority, undefined, true),
    new KeyUsagesExtension(isAuthority ? keyCertSign | cRLSign : digitalSignature, true),
    ...isAuthority ? [] : [new ExtendedKeyUsageExtension([purpose])],
    ...hosts.length === 0 ? [] : [new SubjectAlternativeNameExtension(hosts.map(generalName))],
    await SubjectKeyIdentifierExtension.create(publicKey),
    await AuthorityKeyIdentifierExtension.create(issuerKey),
    ...crlUrl === undefined ? [] : [new CRLDistributionPointsExtension([crlUrl])]
  ]
}

function generalName (value: string): { type: 'ip' | 'dns', value: string } {
  return { type: isIP(value) === 0 ? 'dns' : 'ip', value }
}
