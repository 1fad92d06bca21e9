import type { SiteOptions } from '../../site/options.js'
import { serialNumberKey } from '../../site/serial-number.js'
import { show } from '../../site/validation.js'
import { userEntries } from '../check/user-entries.js'

/** What users are mapped by. */
export interface MappedBy {
  /** Null: not known, or the certificate has none. */
  readonly issuerCN: string | null
  /** Hexadecimal. */
  readonly serialNumber: string
}

/** The users whose entry a certificate nearly matches, one sentence each: a misspelt issuer, most often. */
export function nearUsers (options: SiteOptions, { issuerCN, serialNumber }: MappedBy): string[] {
  const { serialNumberByteOrder = 'big' } = options
  const own = serialNumberKey(serialNumber, 'big', 'serialNumber')
  return userEntries(options).flatMap(([name, user]) => {
    if (user.serialNumber === undefined) return []
    const key = serialNumberKey(user.serialNumber, serialNumberByteOrder, 'serialNumber')
    const reversed = Buffer.from(own, 'latin1').reverse().toString('latin1')
    if (key === reversed && key !== own) return [`${name} has this serial number with its bytes in the other order`]
    if (key !== own || user.issuerCN === undefined || user.issuerCN === issuerCN) return []
    return [`${name} has this serial number, with the issuerCN ${show(user.issuerCN)}`]
  })
}
