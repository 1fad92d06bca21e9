import { siteToRegistry } from '../../site/registry-file.js'
import type { Certificate } from '../../trust/certificate/certificate.js'

/** The entry of `users` that maps a certificate, for both kinds of site files. */
export interface UserEntry {
  readonly name: string
  readonly issuerCN: string
  readonly serialNumber: string
}

export function userEntryOf (name: string, { issuer, serialNumber }: Certificate): UserEntry {
  return { name, issuerCN: issuer.commonName!, serialNumber: serialNumber.replace(/..(?=.)/g, '$&:') }
}

/** A member of the `users` of a JSON site. */
export function jsonEntry ({ name, ...user }: UserEntry): string {
  return `${JSON.stringify(name)}: ${JSON.stringify(user, null, 2)}`
}

/** The key of a registry file. */
export function registryEntry ({ name, ...user }: UserEntry): string {
  const text = siteToRegistry({ virtualRoots: {}, users: [[name, user]] })
  return text.slice(text.lastIndexOf('\r\n[') + 2).replaceAll('\r\n', '\n').trimEnd()
}
