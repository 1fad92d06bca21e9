import { createHash } from 'node:crypto'
import { fingerprintOf, type Certificate } from '../../trust/certificate/certificate.js'
import { alternativeNameKeys, type IdentityForm } from '../../trust/names/alternative-name-keys.js'
import { prepareForComparison } from '../../trust/names/prepare.js'
import { serialNumberKeyOf } from '../serial-number.js'

/** What a certificate shows. `null`: something that can't be read; it is no text, and only denials ask for it. */
export type ShownValue = string | null

/**
 * One side of a certificate that rules can look at, as the values that it shows there. They come from its DER, never
 * from printed names.
 */
export interface Facet {
  /** Facets of the same name are the same. */
  readonly name: string
  readonly valuesOf: (certificate: Certificate) => Iterable<ShownValue>
}

/** The names of a certificate. */
export type NameField = 'issuer' | 'subject'

/** SHA-256 of what is signed: the same for every signature that its issuer, or anybody, can give it. */
export const contents: Facet = {
  name: 'certificate', valuesOf: ({ tbsCertificate }) => [fingerprintOf(tbsCertificate)]
}

export const fingerprint256: Facet = { name: 'fingerprint256', valuesOf: ({ fingerprint256 }) => [fingerprint256] }

/** RFC 7469 §2.4 */
export const publicKeyPin: Facet = {
  name: 'publicKeyPin',
  valuesOf: ({ subjectPublicKeyInfo }) => [createHash('sha256').update(subjectPublicKeyInfo).digest('base64')]
}

export const serialNumber: Facet = {
  name: 'serialNumber', valuesOf: ({ serialNumberBytes }) => listOf(serialNumberKeyOf(serialNumberBytes))
}

export const issuerCN: Facet = { name: 'issuerCN', valuesOf: ({ issuer }) => listOf(issuer.commonName) }

/** The alternative names of each form, as their keys. */
export const alternativeNames: Readonly<Record<IdentityForm, Facet>> = {
  rfc822Name: alternativeNamesOf('rfc822Name'),
  dNSName: alternativeNamesOf('dNSName'),
  uniformResourceIdentifier: alternativeNamesOf('uniformResourceIdentifier'),
  userPrincipalName: alternativeNamesOf('userPrincipalName')
}

/**
 * Octets of a name's DER, beyond which none of its attributes can be read: each wildcard would look through all of it.
 * Names in use have some hundred.
 */
const longestNameRead = 4096

/** The attributes of one type in a name, in whichever RDN they are. */
export interface AttributeFacet extends Facet {
  readonly field: NameField
  /** OID. */
  readonly type: string
  /** As they stand; else as RFC 5280 §7.1 compares them, without case. */
  readonly isCaseSensitive: boolean
}

export function attributesOf (field: NameField, type: string, isCaseSensitive: boolean): AttributeFacet {
  return {
    name: `${field} ${type}${isCaseSensitive ? '' : ' without case'}`,
    field,
    type,
    isCaseSensitive,
    valuesOf: (certificate) => {
      const { rdns, der } = certificate[field]
      const values: ShownValue[] = []
      for (const rdn of rdns) {
        for (const attribute of rdn) {
          if (attribute.type !== type) continue
          const text = der.length <= longestNameRead ? attribute.value : null
          values.push(text === null || isCaseSensitive ? text : prepareForComparison(text))
        }
      }
      return values
    }
  }
}

function alternativeNamesOf (form: IdentityForm): Facet {
  return { name: form, valuesOf: ({ subjectAltName }) => alternativeNameKeys(form, subjectAltName) }
}

function listOf (value: string | null): string[] {
  return value === null ? [] : [value]
}
