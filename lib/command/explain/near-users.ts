import type { SiteOptions } from '../../site/options.js'
import { serialNumberKey } from '../../site/serial-number.js'
import { readFingerprint } from '../../trust/engine-options.js'
import { show } from '../../validation.js'
import { attempt } from '../attempt.js'
import { userEntries } from '../users/user-entries.js'
import { reversed } from '../users/matching.js'

/** What a log says of a certificate that users are mapped by. */
export interface LoggedCertificate {
  /** Hexadecimal. */
  readonly serialNumber: string
  /** SHA-256, upper-case hexadecimal with colons; null: not logged. */
  readonly fingerprint256: string | null
}

/** The users whose entry asks for what is logged of a certificate, or nearly so, one sentence each. */
export function nearUsers (options: SiteOptions, { serialNumber, fingerprint256 }: LoggedCertificate): string[] {
  const { serialNumberByteOrder = 'big' } = options
  // Of a log anything may be read, and of certificates numbers that no user has: negative ones, 0.
  const read = attempt(() => serialNumberKey(serialNumber, 'big', 'serialNumber'))
  const own = 'value' in read ? read.value : null
  return userEntries(options).flatMap(([name, user]) => {
    if (user.fingerprint256 !== undefined && readFingerprint(user.fingerprint256, name) === fingerprint256) {
      return [`${name} has this fingerprint`]
    }
    if (user.serialNumber === undefined || own === null) return []
    const key = serialNumberKey(user.serialNumber, serialNumberByteOrder, 'serialNumber')
    if (key === own) {
      const { issuerCN } = user
      return issuerCN === undefined ? [] : [`${name} has this serial number, with the issuerCN ${show(issuerCN)}`]
    }
    return key === reversed(own) ? [`${name} has this serial number with its bytes in the other order`] : []
  })
}
