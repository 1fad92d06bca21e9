import type { CertificateSource } from '../../trust/certificate/certificate-source.js'
import { readAlternativeNameRules, type AlternativeNameRules } from './alternative-name-rules.js'
import { readAttributeRules, type AttributeRules } from './attribute-rules.js'
import type { Condition } from './condition.js'
import { readCertificateRule, readFingerprintRule, readPublicKeyPinRule } from './identity-rules.js'

/** What an entry of `users` can ask of a certificate beyond what the registry knows. All of it must hold. */
export interface MappingRules {
  /** This certificate and no other, by what is signed in it: PEM with one certificate, DER, or an `X509Certificate`. */
  readonly certificate?: CertificateSource
  /** The SHA-256 of the certificate, in hexadecimal, with or without colons. */
  readonly fingerprint256?: string
  /**
   * The SHA-256 of the certificate's SubjectPublicKeyInfo, in base64 (RFC 7469 §2.4): a renewed certificate of the same
   * key is the same user's.
   */
  readonly publicKeyPin?: string
  /** Names in the certificate's subjectAltName. */
  readonly subjectAltName?: AlternativeNameRules
  /** Rules on the attributes of the certificate's subject. */
  readonly subject?: AttributeRules
  /** Rules on the attributes of the certificate's issuer name. */
  readonly issuer?: AttributeRules
}

/** The options, the one that tells certificates apart best first. */
export const mappingRuleNames = [
  'certificate', 'fingerprint256', 'publicKeyPin', 'subjectAltName', 'subject', 'issuer'
] as const satisfies ReadonlyArray<keyof MappingRules>

type RuleName = typeof mappingRuleNames[number]
type GivenRules = { readonly [Name in RuleName]?: unknown }

/** What anyone can write who issues certificates for himself. */
const forgeableRules = ['issuerCN', 'issuer', 'subject', 'subjectAltName'] as const

export type ForgeableRule = typeof forgeableRules[number]

/**
 * Reads the rules of an entry.
 *
 * @param denies the entry refuses what it matches: it matches what can't be read too
 * @throws TypeError naming the rule that is wrong
 */
export function readMappingRules (user: GivenRules, denies: boolean, what: string): Condition[] {
  const { certificate, fingerprint256, publicKeyPin, subjectAltName, subject, issuer } = user
  const conditions: Condition[] = []
  if (certificate !== undefined) conditions.push(readCertificateRule(certificate, `${what}.certificate`))
  if (fingerprint256 !== undefined) {
    conditions.push(readFingerprintRule(fingerprint256, denies, `${what}.fingerprint256`))
  }
  if (publicKeyPin !== undefined) conditions.push(readPublicKeyPinRule(publicKeyPin, `${what}.publicKeyPin`))
  if (subjectAltName !== undefined) {
    conditions.push(...readAlternativeNameRules(subjectAltName, denies, `${what}.subjectAltName`))
  }
  if (subject !== undefined) conditions.push(...readAttributeRules(subject, 'subject', denies, `${what}.subject`))
  if (issuer !== undefined) conditions.push(...readAttributeRules(issuer, 'issuer', denies, `${what}.issuer`))
  return conditions
}

/**
 * Notes the rules of an entry that anyone can fulfil who issues certificates for himself. None where the certificate or
 * its key is asked for too: TLS has shown that the client has the private key, and nobody else has it.
 */
export function noteForgeable (user: GivenRules & { readonly issuerCN?: unknown }, noted: Set<ForgeableRule>): void {
  if (user.certificate !== undefined || user.fingerprint256 !== undefined || user.publicKeyPin !== undefined) return
  for (const name of forgeableRules) {
    if (user[name] !== undefined) noted.add(name)
  }
}
