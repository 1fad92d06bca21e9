import { BoundedCache } from './bounded-cache.js'
import { derOf, type CertificateSource } from './certificate/certificate-source.js'
import { Certificate } from './certificate/certificate.js'
import type { BudgetLimit, CertificateChain } from './chain.js'
import { readChainOptions, type ChainOptions, type ChainRequest } from './chain-options.js'
import { DerError } from './der/der-error.js'
import { readEngineOptions, type EngineOptions, type EngineSettings } from './engine-options.js'
import type { NameConstraints } from './names/name-constraints.js'
import { Allowance } from './path/allowance.js'
import { Candidates } from './path/candidates.js'
import { CertificatePool } from './path/certificate-pool.js'
import { NameConstraintChecks, nameConstraintsOf } from './path/name-constraint-checks.js'
import type { PathContext } from './path/path.js'
import { findBestPath } from './path/search.js'
import { bytesAsKey, SignatureChecks } from './path/signature-checks.js'
import { always, isWithin, periodWithoutChange } from './path/unchanging-period.js'
import { BetterAnswer } from './revocation/better-answer.js'
import type { CertificateRevocationList } from './revocation/certificate-revocation-list.js'
import { CrlAnswers } from './revocation/crl-answers.js'
import { CrlPool } from './revocation/crl-pool.js'
import { CrlSigners } from './revocation/crl-signers.js'
import { OcspAnswers } from './revocation/ocsp/ocsp-answers.js'
import { OcspPool } from './revocation/ocsp/ocsp-pool.js'
import { OcspResponders } from './revocation/ocsp/ocsp-responders.js'
import { decodeOcspResponses } from './revocation/ocsp/ocsp-source.js'
import { signerPathValidation } from './revocation/signer-path.js'
import { CertTrust } from './status.js'

const UNREADABLE = CertTrust.IS_NOT_SIGNATURE_VALID | CertTrust.INVALID_EXTENSION | CertTrust.IS_PARTIAL_CHAIN
const NOTHING: readonly never[] = Object.freeze([])

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
  /** Anchors and intermediates, by their bytes. */
  readonly #own: ReadonlyMap<string, Certificate>
  /** Of anchors and intermediates: an authority may have thousands, and they are decoded once. */
  readonly #nameConstraints: ReadonlyMap<Certificate, NameConstraints>
  /** Peers' certificates, by their bytes. */
  readonly #certificates: BoundedCache<Certificate>
  /** Whether a key made the signature of a certificate, CRL or OCSP response, by the bytes of both. */
  readonly #signatures: BoundedCache<boolean>
  /** Answers, by all that they depend on but the time. */
  readonly #chains: BoundedCache<CertificateChain>

  /** Throws a TypeError that names the option and says what to do. */
  constructor (options: EngineOptions) {
    const settings = this.#settings = readEngineOptions(options)
    const own = new Map<string, Certificate>()
    this.#own = own
    this.#anchors = new Set(settings.trustAnchors.map((certificate) => intern(certificate, own)))
    this.trustAnchors = Object.freeze([...this.#anchors])
    this.#anchorNames = new Set(this.trustAnchors.map(({ subject }) => subject.key))
    for (const certificate of settings.intermediates) intern(certificate, own)
    this.#ownPool = new CertificatePool(own.values())
    this.crls = Object.freeze([...settings.crls])
    this.#crls = new CrlPool(settings.crls)
    this.#ocspResponses = new OcspPool(settings.ocspResponses)
    this.#nameConstraints = new Map([...own.values()].flatMap((certificate) => {
      const constraints = nameConstraintsOf(certificate)
      return constraints === null ? [] : [[certificate, constraints] as const]
    }))
    this.#certificates = new BoundedCache(settings.cacheSize)
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
    const { crls, ocspResponses, budget: { certificateSize } } = this.#settings
    const asked = readChainOptions(options, crls.length > 0 || ocspResponses.length > 0)
    const fits = ({ length }: Uint8Array): boolean => length <= certificateSize
    const leafDer = readDer(leaf, certificateSize)
    if (leafDer === null) return unreadable(null)
    const additional = asked.additionalCertificates
      .map((source) => readDer(source, certificateSize))
      .filter((der) => der !== null)
    const given = [leafDer, ...additional]
    const ders = given.filter(fits)
    const request = { ...asked, ocspResponses: asked.ocspResponses.filter(fits) }
    const isWhole = ders.length === given.length && request.ocspResponses.length === asked.ocspResponses.length
    const oversized = isWhole ? null : 'certificateSize'
    if (ders[0] !== leafDer) return unreadable(oversized)
    const key = questionAsKey(request, ders, oversized)
    const remembered = this.#chains.get(key)
    if (remembered !== undefined && isWithin(remembered.period, request.time)) return remembered
    return this.#build(request, ders, oversized, key)
  }

  #build (
    request: ChainRequest,
    ders: readonly Uint8Array[],
    oversized: BudgetLimit | null,
    key: string
  ): CertificateChain {
    const known = new Map<string, Certificate>()
    const [leaf, ...additional] = ders.map((der) => this.#decode(der, known))
    if (leaf === undefined || leaf === null) return unreadable(null)
    const pool = new CertificatePool(additional.filter((certificate) => certificate !== null))
    const candidates = new Candidates([this.#ownPool, pool], this.#anchors, this.#anchorNames, request.time)
    const signers = new CrlSigners(candidates, signerPathValidation(candidates, this.#settings.budget))
    const crlAnswers = new CrlAnswers([this.#crls, new CrlPool(request.crls)], signers)
    const stapled = new OcspPool(decodeOcspResponses(request.ocspResponses))
    const responders = new OcspResponders(candidates, crlAnswers)
    const ocspAnswers = new OcspAnswers([this.#ocspResponses, stapled], responders, this.#settings.ocspClockSkew)
    const revocationAnswers = new BetterAnswer([crlAnswers, ocspAnswers])
    const found = this.#search(leaf, candidates, { ...request, revocationAnswers }, oversized)
    const considered = [leaf, ...candidates.considered, ...crlAnswers.considered, ...ocspAnswers.considered]
    const chain = Object.freeze({ ...found, period: periodWithoutChange(considered, request.time) })
    if (key.length <= this.#settings.budget.certificateSize) {
      this.#chains.set(key, Object.freeze({ ...chain, signatureChecks: 0 }))
    }
    return chain
  }

  #search (
    leaf: Certificate,
    candidates: Candidates,
    request: ChainRequest & Pick<PathContext, 'revocationAnswers'>,
    oversized: BudgetLimit | null
  ): Omit<CertificateChain, 'period'> {
    const { budget, strength, timeNesting, distrusted } = this.#settings
    const signatures = new SignatureChecks(this.#signatures, budget)
    const policyNodes = new Allowance(budget.policyNodes)
    const nameConstraints = new NameConstraintChecks(this.#nameConstraints, budget)
    const context = { ...request, strength, timeNesting, distrusted, signatures, policyNodes, nameConstraints }
    const { errorStatus, infoStatus, elements, userConstrainedPolicySet, budgetExceeded } =
      findBestPath(leaf, { candidates, trustAnchors: this.#anchors, budget, context, oversized })
    return {
      errorStatus,
      infoStatus,
      elements,
      userConstrainedPolicySet,
      signatureChecks: signatures.made,
      budgetExceeded
    }
  }

  /** null: the bytes are no certificate. Equal bytes give one object. */
  #decode (der: Uint8Array, known: Map<string, Certificate>): Certificate | null {
    const key = bytesAsKey(der)
    const remembered = this.#own.get(key) ?? this.#certificates.get(key) ?? known.get(key)
    if (remembered !== undefined) return remembered
    const certificate = decode(der)
    if (certificate === null) return null
    known.set(key, certificate)
    this.#certificates.set(key, certificate)
    return certificate
  }
}

/** The first certificate with the same bytes. */
function intern (certificate: Certificate, own: Map<string, Certificate>): Certificate {
  const key = bytesAsKey(certificate.raw)
  const first = own.get(key) ?? certificate
  own.set(key, first)
  return first
}

function decode (der: Uint8Array): Certificate | null {
  try {
    return Certificate.decode(der)
  } catch (error) {
    DerError.assert(error)
    return null
  }
}

/**
 * null: a text without a certificate. As PEM a certificate takes less than twice its size; no text of four times the
 * limit is searched for one: it stands for itself, too large.
 */
function readDer (source: CertificateSource, certificateSize: number): Uint8Array | null {
  if (typeof source === 'string' && source.length > 4 * certificateSize) return Buffer.from(source, 'latin1')
  if (source instanceof Uint8Array && source.length > 4 * certificateSize) return source
  try {
    return derOf(source)
  } catch (error) {
    if (error instanceof DerError) return null
    throw error
  }
}

/** All that an answer of this engine depends on, but the time. */
function questionAsKey (
  request: ChainRequest,
  ders: readonly Uint8Array[],
  oversized: BudgetLimit | null
): string {
  const { usage, revocation, crls, ocspResponses, initialPolicySet } = request
  const { requireExplicitPolicy, inhibitPolicyMapping, inhibitAnyPolicy } = request
  let key = `${usage} ${revocation} ${requireExplicitPolicy} ${inhibitPolicyMapping} ${inhibitAnyPolicy} ${oversized}`
  key += ` [${[...initialPolicySet].sort()}] [${crls.map(({ fingerprint256 }) => fingerprint256)}]`
  for (const { length } of ders) key += ` ${length}`
  key += ' ocsp'
  for (const { length } of ocspResponses) key += ` ${length}`
  key += ':'
  for (const der of [...ders, ...ocspResponses]) key += bytesAsKey(der)
  return key
}

function unreadable (budgetExceeded: BudgetLimit | null): CertificateChain {
  return Object.freeze({
    errorStatus: UNREADABLE,
    infoStatus: 0,
    elements: NOTHING,
    userConstrainedPolicySet: NOTHING,
    signatureChecks: 0,
    budgetExceeded,
    period: always
  })
}
