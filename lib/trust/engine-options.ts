import { boolean, integer, oneOf, options, wrong } from '../validation.js'
import { readCertificates, type CertificateSource } from './certificate/certificate-source.js'
import type { Certificate } from './certificate/certificate.js'
import { defaultBudget, type ChainBudget } from './path/budget.js'
import { DistrustList } from './path/distrust-list.js'
import type { CertificateRevocationList } from './revocation/certificate-revocation-list.js'
import { readCrls, type CrlSource } from './revocation/crl-source.js'
import type { OcspResponse } from './revocation/ocsp/ocsp-response.js'
import { readOcspResponses, type OcspSource } from './revocation/ocsp/ocsp-source.js'
import { strengths, type SignatureStrength } from './signature/weakness.js'

/** What a CertificateChainEngine is made of. */
export interface EngineOptions {
  /** Where chains may end: exactly these certificates, self-signed or not. There is no default set. */
  trustAnchors: CertificateSource | readonly CertificateSource[]
  /** More certificates that may be issuers. Default: none. */
  intermediates?: CertificateSource | readonly CertificateSource[] | undefined
  /** CRLs, DER or PEM. Default: none. */
  crls?: CrlSource | readonly CrlSource[] | undefined
  /** OCSP responses, DER. Default: none. */
  ocspResponses?: OcspSource | readonly OcspSource[] | undefined
  /** Milliseconds that the clocks of OCSP responders may be wrong. Default: 300 000. */
  ocspClockSkew?: number | undefined
  /**
   * Certificates that are never accepted, whatever their signature, or their SHA-256 fingerprints in hexadecimal.
   * Default: none.
   */
  distrusted?: CertificateSource | readonly CertificateSource[] | undefined
  /** What counts as HAS_WEAK_SIGNATURE. Default: `'modern'`. */
  strength?: SignatureStrength | undefined
  /** Limits that differ from the default ones. */
  budget?: Partial<ChainBudget> | undefined
  /** Sets IS_NOT_TIME_NESTED, which only very old Windows do. Default: false. */
  timeNesting?: boolean | undefined
  /** How many certificates, signatures and answers are remembered, each, of 4 MiB at most; 0 = none. Default: 1 000. */
  cacheSize?: number | undefined
}

/** Engine options, checked, with their defaults. */
export interface EngineSettings {
  readonly trustAnchors: readonly Certificate[]
  readonly intermediates: readonly Certificate[]
  readonly crls: readonly CertificateRevocationList[]
  readonly ocspResponses: readonly OcspResponse[]
  /** Milliseconds. */
  readonly ocspClockSkew: number
  readonly distrusted: DistrustList
  readonly strength: SignatureStrength
  readonly budget: ChainBudget
  readonly timeNesting: boolean
  readonly cacheSize: number
}

const known = [
  'trustAnchors', 'intermediates', 'crls', 'ocspResponses', 'ocspClockSkew', 'distrusted', 'strength', 'budget',
  'timeNesting', 'cacheSize'
] as const
const limitNames = Object.keys(defaultBudget)
const largest = Number.MAX_SAFE_INTEGER
const FINGERPRINT = /^[0-9a-f]{2}(?::?[0-9a-f]{2}){31}$/i

/** Throws a TypeError that names the option. */
export function readEngineOptions (given: EngineOptions): EngineSettings {
  options(given, known, 'options of CertificateChainEngine')
  const { trustAnchors, intermediates, crls, distrusted, strength = 'modern', budget } = given
  const { cacheSize = 1_000, ocspResponses = [], ocspClockSkew = 300_000, timeNesting = false } = given
  return {
    trustAnchors: readCertificates(trustAnchors, 'trustAnchors'),
    intermediates: isNothing(intermediates) ? [] : readCertificates(intermediates, 'intermediates'),
    crls: crls === undefined ? [] : readCrls(crls, 'crls'),
    ocspResponses: readOcspResponses(ocspResponses, 'ocspResponses'),
    ocspClockSkew: integer(ocspClockSkew, 0, largest, 'ocspClockSkew'),
    distrusted: readDistrusted(isNothing(distrusted) ? [] : distrusted),
    strength: oneOf(strength, Object.keys(strengths) as SignatureStrength[], 'strength'),
    budget: readBudget(budget),
    timeNesting: boolean(timeNesting, 'timeNesting'),
    cacheSize: integer(cacheSize, 0, largest, 'cacheSize')
  }
}

/** An empty list of what need not be given says so. */
function isNothing (
  source: CertificateSource | readonly CertificateSource[] | undefined
): source is undefined | readonly [] {
  return source === undefined || (Array.isArray(source) && source.length === 0)
}

function readDistrusted (source: CertificateSource | readonly CertificateSource[]): DistrustList {
  const sources: readonly CertificateSource[] = Array.isArray(source) ? source : [source as CertificateSource]
  const certificates: Certificate[] = []
  const fingerprints: string[] = []
  for (const [index, item] of sources.entries()) {
    const what = Array.isArray(source) ? `distrusted[${index}]` : 'distrusted'
    if (typeof item === 'string' && !item.includes('-----')) fingerprints.push(readFingerprint(item, what))
    else certificates.push(...readCertificates(item, what))
  }
  return new DistrustList(certificates, fingerprints)
}

/** In the form of node:crypto: upper case with colons. */
export function readFingerprint (text: string, what: string): string {
  if (!FINGERPRINT.test(text)) {
    throw wrong(what, text, 'a certificate or its SHA-256 fingerprint, 64 hexadecimal digits')
  }
  return text.replaceAll(':', '').toUpperCase().replaceAll(/..(?=.)/g, '$&:')
}

function readBudget (budget: Partial<ChainBudget> = {}): ChainBudget {
  options(budget, limitNames, 'budget')
  const limits = { ...defaultBudget, ...budget }
  for (const [name, limit] of Object.entries(limits)) integer(limit, 1, largest, `budget.${name}`)
  return Object.freeze(limits)
}
