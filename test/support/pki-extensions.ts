import {
  AuthorityKeyIdentifierExtension, BasicConstraintsExtension, ExtendedKeyUsage, ExtendedKeyUsageExtension,
  KeyUsageFlags, KeyUsagesExtension, SubjectAlternativeNameExtension, SubjectKeyIdentifierExtension
} from '@peculiar/x509'
import type { Extension } from '@peculiar/x509'
import { isIP } from 'node:net'
import type { CryptoKey } from './pki-keys.js'

/** `null` leaves an extension out. */
export interface ExtensionOptions {
  /** Default: an authority without a limit; none in the other certificates. */
  basicConstraints?: { cA: boolean, pathLenConstraint?: number } | null
  /** Default: keyCertSign and cRLSign of an authority, else digitalSignature. */
  keyUsage?: KeyUsageFlags | null
  /** OIDs. Default: clientAuth or serverAuth; none of an authority. */
  extendedKeyUsage?: readonly string[] | null
  /** Names and addresses of the subjectAltName. Default: none. */
  hosts?: readonly string[]
  /** Whether the subject's and the issuer's key identifier are there. Default: true. */
  keyIdentifiers?: boolean
  /** Any others, raw: `new Extension(oid, critical, value)`. */
  extensions?: readonly Extension[]
}

export type Profile = keyof typeof PROFILES

const PROFILES = {
  client: {
    basicConstraints: null,
    keyUsage: KeyUsageFlags.digitalSignature,
    extendedKeyUsage: [ExtendedKeyUsage.clientAuth]
  },
  server: {
    basicConstraints: null,
    keyUsage: KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment,
    extendedKeyUsage: [ExtendedKeyUsage.serverAuth]
  },
  authority: {
    basicConstraints: { cA: true },
    keyUsage: KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign,
    extendedKeyUsage: null
  }
} satisfies Record<string, ExtensionOptions>

/** The extensions of a certificate with this subject key, issued with that issuer's key (null: with its own). */
export async function certificateExtensions (
  options: ExtensionOptions,
  profile: Profile,
  subjectKey: CryptoKey,
  issuerKey: CryptoKey | null
): Promise<Extension[]> {
  const chosen: ExtensionOptions = { ...PROFILES[profile], ...options }
  const { basicConstraints, keyUsage, extendedKeyUsage, hosts = [], keyIdentifiers = true, extensions = [] } = chosen
  const list: Extension[] = []
  if (basicConstraints) {
    list.push(new BasicConstraintsExtension(basicConstraints.cA, basicConstraints.pathLenConstraint, true))
  }
  if (keyUsage) list.push(new KeyUsagesExtension(keyUsage, true))
  if (extendedKeyUsage) list.push(new ExtendedKeyUsageExtension([...extendedKeyUsage]))
  if (hosts.length > 0) list.push(subjectAlternativeName(hosts))
  if (keyIdentifiers) list.push(await SubjectKeyIdentifierExtension.create(subjectKey))
  if (keyIdentifiers && issuerKey) list.push(await AuthorityKeyIdentifierExtension.create(issuerKey))
  return [...list, ...extensions]
}

function subjectAlternativeName (hosts: readonly string[]): Extension {
  return new SubjectAlternativeNameExtension(hosts.map(value => ({ type: isIP(value) ? 'ip' : 'dns', value })))
}
