import { createHash } from 'node:crypto'
import { fingerprintOf, type Certificate } from '../../trust/certificate/certificate.js'
import { alternativeNameKeys, type IdentityForm } from '../../trust/names/alternative-name-keys.js'
import { prepareForComparison } from '../../trust/names/prepare.js'
import { serialNumberKeyOf } from '../serial-number.js'

/**
 * One side of a certificate that rules can look at, as the values that it shows there. They come from its DER, never
 * from printed names. What is there and can't be read is a value too (`unreadable`), which only denials ask for.
 */
export interface Facet {
  readonly name: string
  readonly valuesOf: (certificate: Certificate) => Iterable<string>
}

/** The names of a certificate. */
export type NameField = 'issuer' | 'subject'

/** Stands for what can't be read; of an attribute, behind its type. No value that can be read equals it. */
export const unreadable = ''

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

/** The attributes of a name: all of them, in whichever RDN they are. */
export const attributes: Readonly<Record<'exact' | 'folded', Readonly<Record<NameField, Facet>>>> = {
  exact: { issuer: attributesOf('issuer', identity), subject: attributesOf('subject', identity) },
  folded: {
    issuer: attributesOf('issuer', prepareForComparison), subject: attributesOf('subject', prepareForComparison)
  }
}

/**
 * Octets of a name's DER, beyond which none of its attributes can be read: each wildcard would look through all of it.
 * Names in use have some hundred.
 */
const longestNameRead = 4096

/** How an attribute with this text is shown; `unreadable` for one without. */
export function attributeValue (type: string, text: string | null): string {
  return text === null ? `${type}${unreadable}` : `${type}=${text}`
}

function alternativeNamesOf (form: IdentityForm): Facet {
  return {
    name: form,
    valuesOf: ({ subjectAltName }) => alternativeNameKeys(form, subjectAltName).map((key) => key ?? unreadable)
  }
}

function attributesOf (field: NameField, prepare: (text: string) => string): Facet {
  return {
    name: prepare === identity ? field : `${field} without case`,
    valuesOf: (certificate) => {
      const { rdns, der } = certificate[field]
      const isRead = der.length <= longestNameRead
      const values: string[] = []
      for (const rdn of rdns) {
        for (const { type, value } of rdn) {
          values.push(attributeValue(type, value === null || !isRead ? null : prepare(value)))
        }
      }
      return values
    }
  }
}

function identity (text: string): string {
  return text
}

function listOf (value: string | null): string[] {
  return value === null ? [] : [value]
}
