import { textsOf, type Condition } from '../../site/mapping/condition.js'
import { contents, publicKeyPin, serialNumber } from '../../site/mapping/facets.js'
import { ShownValues } from '../../site/mapping/rule-table.js'
import type { SiteOptions } from '../../site/options.js'
import type { UserOptions } from '../../site/users.js'
import { readCertificates } from '../../trust/certificate/certificate-source.js'
import type { Certificate } from '../../trust/certificate/certificate.js'
import { prepareForComparison } from '../../trust/names/prepare.js'
import { show } from '../../validation.js'
import { userEntries } from './user-entries.js'
import { userRules, type UserRule } from './user-rules.js'

/** What an entry of `users` has to do with a certificate. */
export interface UserMatch {
  readonly name: string
  /** `'behind'`: it matches too, and an entry before it decides. `'nearly'`: all but a little of it matches. */
  readonly outcome: 'matches' | 'denies' | 'behind' | 'nearly'
  /** By which rules, or what is not as it asks. */
  readonly reason: string
}

/** Entries that nearly match, beyond which no more are told. */
const MOST_NEAR = 5

/** The entries that a certificate matches, in their order, then those that it nearly matches, the nearest first. */
export function matchingUsers (options: SiteOptions, certificate: Certificate): UserMatch[] {
  const { serialNumberByteOrder = 'big' } = options
  const shown = new ShownValues(certificate)
  const matching: UserMatch[] = []
  const near: Array<UserMatch & { readonly isExplained: boolean }> = []
  for (const [name, user] of userEntries(options)) {
    const rules = userRules(user, serialNumberByteOrder)
    const misfits = rules.filter(({ condition }) => !condition.fits(shown.of(condition.facet)))
    if (misfits.length === 0) {
      const outcome = matching.length > 0 ? 'behind' : user.deny === true ? 'denies' : 'matches'
      matching.push({ name, outcome, reason: rules.map(({ name, asked }) => `${name} ${asked}`).join(', ') })
      continue
    }
    const reasons = misfits.map((rule) => nearness(rule, user, certificate))
    const isExplained = reasons.every((reason) => reason !== null)
    if (!isExplained && (misfits.length > 1 || !rules.some((rule) => rule !== misfits[0] && isTelling(rule)))) continue
    const reason = reasons.map((reason, index) => reason ?? difference(misfits[index]!, certificate)).join('; ')
    near.push({ name, outcome: 'nearly', reason, isExplained })
  }
  near.sort((one, other) => Number(other.isExplained) - Number(one.isExplained))
  return [...matching, ...near.slice(0, MOST_NEAR).map(({ isExplained, ...match }) => match)]
}

/** What it asks is not that of an authority, whose certificates all have it. */
function isTelling ({ name }: UserRule): boolean {
  return !name.startsWith('issuer')
}

/** Why a rule does not match that was meant to, by the mistakes that are made; null if it is none of them. */
function nearness ({ name, asked, condition }: UserRule, user: UserOptions, certificate: Certificate): string | null {
  switch (name) {
    case 'serialNumber':
      return textsShown(condition, certificate).includes(reversed(condition.asked))
        ? 'serialNumber has its bytes in the other order'
        : null
    case 'certificate':
      return certificateNearness(readCertificates(user.certificate!, name)[0]!, certificate)
    case 'fingerprint256':
      return fingerprintOfKey(certificate) === condition.asked
        ? 'fingerprint256 is that of the key; it belongs in publicKeyPin, in base64'
        : null
    case 'publicKeyPin':
      return pinOfCertificate(certificate) === condition.asked
        ? 'publicKeyPin is the SHA-256 of the certificate, not of its key'
        : null
    default: {
      const folded = prepareForComparison(condition.asked)
      const twin = textsShown(condition, certificate).find((value) => prepareForComparison(value) === folded)
      return twin === undefined ? null : `${name} asks for ${asked}, and ${show(twin)} differs in case or blanks alone`
    }
  }
}

/** A serial number's key with its bytes in the other order. */
export function reversed (key: string): string {
  return Buffer.from(key, 'latin1').reverse().toString('latin1')
}

function certificateNearness (asked: Certificate, { subject, subjectPublicKeyInfo }: Certificate): string | null {
  const isSameKey = Buffer.compare(asked.subjectPublicKeyInfo, subjectPublicKeyInfo) === 0
  const other = `certificate is another one (serial number ${asked.serialNumber})`
  if (isSameKey) return `${other} of the same key: renewed? A publicKeyPin takes both`
  return asked.subject.key === subject.key ? `${other} of the same subject: renewed?` : null
}

function fingerprintOfKey (certificate: Certificate): string {
  const [pin] = publicKeyPin.valuesOf(certificate)
  return Buffer.from(pin!, 'base64').toString('hex').toUpperCase().replace(/..(?=.)/g, '$&:')
}

function pinOfCertificate ({ fingerprint256 }: Certificate): string {
  return Buffer.from(fingerprint256.replaceAll(':', ''), 'hex').toString('base64')
}

function difference ({ name, asked, condition }: UserRule, certificate: Certificate): string {
  return `${name} asks for ${asked}, the certificate has ${shownWords(condition, certificate)}`
}

function shownWords (condition: Condition, certificate: Certificate): string {
  if (condition.facet === serialNumber) return show(certificate.serialNumber)
  if (condition.facet === contents) return 'another one'
  const values = [...condition.facet.valuesOf(certificate)]
  if (values.length === 0) return 'none'
  return values.map((value) => value === null ? 'one that can\'t be read' : show(value)).join(', ')
}

/** What can be read in the certificate where the condition looks. */
function textsShown ({ facet }: Condition, certificate: Certificate): string[] {
  return textsOf(facet.valuesOf(certificate))
}
