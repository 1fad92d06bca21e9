import { BoundedCache } from './bounded-cache.js'
import { digestAsKey } from './bytes-as-key.js'
import type { CertificateSource } from './certificate/certificate-source.js'
import type { Certificate } from './certificate/certificate.js'
import type { CertificateChain } from './chain.js'
import {
  ANY_POLICY_SET, readChainOptions, revocationModes, type ChainOptions, type ChainRequest
} from './chain-options.js'
import { readEngineOptions, type EngineOptions, type EngineSettings } from './engine-options.js'
import { KnownCertificates } from './known-certificates.js'
import type { NameConstraints } from './names/name-constraints.js'
import { Allowance } from './path/allowance.js'
import { Candidates } from './path/candidates.js'
import { CertificatePool } from './path/certificate-pool.js'
import type { KeyResults } from './path/key-results.js'
import { NameConstraintChecks, nameConstraintsOf } from './path/name-constraint-checks.js'
import type { PathContext } from './path/path.js'
import { findBestPath, type SearchResult } from './path/search.js'
import { SignatureChecks } from './path/signature-checks.js'
import { always, isWithin, periodWithoutChange, type Period } from './path/unchanging-period.js'
import { readQuestion, type Question } from './question.js'
import { BetterAnswer } from './revocation/better-answer.js'
import type { CertificateRevocationList } from './revocation/certificate-revocation-list.js'
import { CrlAnswers } from './revocation/crl-answers.js'
import { CrlPool } from './revocation/crl-pool.js'
import { CrlSigners } from './revocation/crl-signers.js'
import { OcspAnswers } from './revocation/ocsp/ocsp-answers.js'
import { OcspPool } from './revocation/ocsp/ocsp-pool.js'
import type { RevocationAnswers } from './revocation/revocation-answer.js'
import { OcspResponders } from './revocation/ocsp/ocsp-responders.js'
import { decodeOcspResponses } from './revocation/ocsp/ocsp-source.js'
import { signerPathValidation } from './revocation/signer-path.js'
import { CertTrust } from './status.js'

const UNREADABLE = CertTrust.IS_NOT_SIGNATURE_VALID | CertTrust.INVALID_EXTENSION | CertTrust.IS_PARTIAL_CHAIN
const NOTHING: readonly never[] = Object.freeze([])
const NOT_ASKED = new BetterAnswer([])

/** The leaf, and what the peer sent besides it. */
type Certificates = readonly [Certificate, ...Certificate[]]

/**
 * Builds and judges certificate chains: RFC 5280 §6, with the status bits of CryptoAPI's CertGetCertificateChain.
 *
 * It is synchronous, does no I/O, and is safe to share. What it answers depends on its options and on the call's alone;
 * what it remembers (certificates, signatures, whole answers) changes only what an answer costs.
 *
 *     const engine = new CertificateChainEngine({ trustAnchors: pem })
 *     const chain = engine.getCertificateChain(leaf, { additionalCertificates })
 *     if (chain.errorStatus === 0) …
 *
 * @see https://learn.microsoft.com/windows/win32/api/wincrypt/nf-wincrypt-certgetcertificatechain
 */
export class CertificateChainEngine {
  readonly trustAnchors: readonly Certificate[]
  /** Those that it was made with. */
  readonly crls: readonly CertificateRevocationList[]
  readonly #settings: EngineSettings
  readonly #anchors: ReadonlySet<Certificate>
  readonly #anchorNames: ReadonlySet<string>
  readonly #ownPool: CertificatePool
  readonly #crls: CrlPool
  readonly #ocspResponses: OcspPool
  /** Of anchors and intermediates: an authority may have thousands, and they are decoded once. */
  readonly #nameConstraints: ReadonlyMap<Certificate, NameConstraints>
  readonly #certificates: KnownCertificates
  /** Whether a key made the signature of a certificate, CRL or OCSP response, by the digests of both. */
  readonly #signatures: BoundedCache<KeyResults>
  /** Answers, by all that they depend on but the time. */
  readonly #chains: BoundedCache<CertificateChain>

  /** Throws a TypeError that names the option and says what to do. */
  constructor (options: EngineOptions) {
    const settings = this.#settings = readEngineOptions(options)
    const certificates = this.#certificates = new KnownCertificates(settings.cacheSize)
    this.#anchors = new Set(settings.trustAnchors.map((certificate) => certificates.keep(certificate)))
    this.trustAnchors = Object.freeze([...this.#anchors])
    this.#anchorNames = new Set(this.trustAnchors.map(({ subject }) => subject.key))
    for (const certificate of settings.intermediates) certificates.keep(certificate)
    this.#ownPool = new CertificatePool(certificates.own)
    this.crls = Object.freeze([...settings.crls])
    this.#crls = new CrlPool(settings.crls)
    this.#ocspResponses = new OcspPool(settings.ocspResponses)
    this.#nameConstraints = new Map(certificates.own.flatMap((certificate) => {
      const constraints = nameConstraintsOf(certificate)
      return constraints === null ? [] : [[certificate, constraints] as const]
    }))
    this.#signatures = new BoundedCache(settings.cacheSize)
    this.#chains = new BoundedCache(settings.cacheSize)
  }

  /**
   * The best chain from a leaf: the first without an error, or else the one that comes nearest to it. A leaf that can't
   * be decoded gives a chain without elements.
   *
   * The same question gives the same object, for as long as no certificate that matters begins or ends to be valid, and
   * no CRL or OCSP response to be the current one.
   *
   * @throws TypeError for options of the wrong type, and for a leaf that is neither text, bytes nor an X509Certificate
   */
  getCertificateChain (leaf: CertificateSource, options: ChainOptions = {}): CertificateChain {
    const { crls, ocspResponses } = this.#settings
    const request = readChainOptions(options, crls.length > 0 || ocspResponses.length > 0)
    const question = readQuestion(leaf, request, this.#settings.budget)
    const certificates = this.#decode(question.ders)
    if (certificates === null) return unreadable(question)
    const key = questionAsKey(question, certificates)
    const remembered = this.#chains.get(key)
    if (remembered !== undefined && isWithin(remembered.period, request.time)) return remembered
    return this.#build(question, certificates, key)
  }

  /** The leaf and the others that are certificates, of which equal bytes are one object. null: the leaf is none. */
  #decode ([leafDer, ...ders]: readonly Uint8Array[]): Certificates | null {
    const leaf = leafDer === undefined ? null : this.#certificates.decode(leafDer)
    if (leaf === null || ders.length === 0) return leaf && [leaf]
    const byDigest = new Map([[leaf.digest, leaf]])
    const others = ders.map((der) => this.#certificates.decode(der)).filter((certificate) => certificate !== null)
    for (const certificate of others) {
      if (!byDigest.has(certificate.digest)) byDigest.set(certificate.digest, certificate)
    }
    return [leaf, ...others.map(({ digest }) => byDigest.get(digest)!)]
  }

  #build (question: Question, certificates: Certificates, key: string): CertificateChain {
    const [leaf, ...additional] = certificates
    const { request } = question
    const pools = additional.length === 0 ? [this.#ownPool] : [this.#ownPool, new CertificatePool(additional)]
    const candidates = new Candidates(pools, this.#anchors, this.#anchorNames, request.time)
    const revocationAnswers = request.revocation === 'none' ? NOT_ASKED : this.#revocationAnswers(request, candidates)
    const signatures = new SignatureChecks(this.#signatures, this.#settings.budget)
    const result = this.#search(leaf, candidates, signatures, revocationAnswers, question)
    const considered = [leaf, ...candidates.considered, ...revocationAnswers.considered]
    const period = periodWithoutChange(considered, request.time)
    this.#chains.set(key, chainOf(result, 0, period), weightOf(request, certificates))
    return chainOf(result, signatures.made, period)
  }

  #revocationAnswers (request: ChainRequest, candidates: Candidates): RevocationAnswers {
    const signers = new CrlSigners(candidates, signerPathValidation(candidates, this.#settings.budget))
    const crlAnswers = new CrlAnswers([this.#crls, new CrlPool(request.crls)], signers)
    const stapled = new OcspPool(decodeOcspResponses(request.ocspResponses))
    const responders = new OcspResponders(candidates, crlAnswers)
    const ocspAnswers = new OcspAnswers([this.#ocspResponses, stapled], responders, this.#settings.ocspClockSkew)
    return new BetterAnswer([crlAnswers, ocspAnswers])
  }

  #search (
    leaf: Certificate,
    candidates: Candidates,
    signatures: SignatureChecks,
    revocationAnswers: RevocationAnswers,
    { request, oversized }: Question
  ): SearchResult {
    const { budget, strength, timeNesting, distrusted } = this.#settings
    const { time, usage, revocation } = request
    const { initialPolicySet, requireExplicitPolicy, inhibitPolicyMapping, inhibitAnyPolicy } = request
    // Name by name: to spread the request takes longer than to judge a path (8 µs, V8 11)
    const context: PathContext = {
      time,
      usage,
      revocation,
      initialPolicySet,
      requireExplicitPolicy,
      inhibitPolicyMapping,
      inhibitAnyPolicy,
      strength,
      timeNesting,
      distrusted,
      signatures,
      revocationAnswers,
      policyNodes: new Allowance(budget.policyNodes),
      nameConstraints: new NameConstraintChecks(this.#nameConstraints, budget)
    }
    return findBestPath(leaf, { candidates, trustAnchors: this.#anchors, budget, context, oversized })
  }
}

/**
 * All that an answer of this engine depends on, but the time. The short parts come first: V8 keeps each longer text
 * that is put together as an object of its own, for as long as the answer.
 */
function questionAsKey ({ request, oversized }: Question, certificates: Certificates): string {
  const { usage, revocation, crls, ocspResponses, initialPolicySet } = request
  const { requireExplicitPolicy, inhibitPolicyMapping, inhibitAnyPolicy } = request
  const flags = revocationModes.indexOf(revocation) << 3 | Number(requireExplicitPolicy) << 2 |
    Number(inhibitPolicyMapping) << 1 | Number(inhibitAnyPolicy)
  let key = `${flags} ${oversized ?? ''} ${usage}`
  if (initialPolicySet !== ANY_POLICY_SET) key += ` policies ${[...initialPolicySet].sort()}`
  // Where there is a leaf alone, nothing but its digest follows
  if (certificates.length + crls.length + ocspResponses.length > 1) {
    key += ` ${certificates.length} ${crls.length} ${ocspResponses.length} `
  }
  for (const { digest } of certificates) key += digest
  for (const { digest } of crls) key += digest
  for (const response of ocspResponses) key += digestAsKey(response)
  return key
}

/** Bytes that are kept with an answer. */
function weightOf ({ crls, ocspResponses }: ChainRequest, certificates: Certificates): number {
  return [...certificates, ...crls].reduce((octets, { raw }) => octets + raw.length, 0) +
    ocspResponses.reduce((octets, { length }) => octets + length, 0)
}

function chainOf (
  { best, errorStatus, budgetExceeded }: SearchResult,
  signatureChecks: number,
  period: Period
): CertificateChain {
  const { infoStatus, elements, userConstrainedPolicySet } = best
  return Object.freeze({
    errorStatus, infoStatus, elements, userConstrainedPolicySet, signatureChecks, budgetExceeded, period
  })
}

function unreadable ({ ders, oversized }: Question): CertificateChain {
  return Object.freeze({
    errorStatus: UNREADABLE,
    infoStatus: 0,
    elements: NOTHING,
    userConstrainedPolicySet: NOTHING,
    signatureChecks: 0,
    budgetExceeded: ders.length === 0 ? oversized : null,
    period: always
  })
}
