import type { BoundedCache } from '../bounded-cache.js'
import type { Certificate } from '../certificate/certificate.js'
import type { CertificateRevocationList } from '../revocation/certificate-revocation-list.js'
import type { OcspResponse } from '../revocation/ocsp/ocsp-response.js'
import type { SigningKey } from '../signature/signing-key.js'
import { verificationCost } from '../signature/verification-cost.js'
import { verifySignature } from '../signature/verify-signature.js'
import type { ChainBudget } from './budget.js'
import { resultOf, withResult, type KeyResults } from './key-results.js'

/** What has a signature that a search asks for. */
type Signed = Certificate | CertificateRevocationList | OcspResponse

/**
 * Results that are remembered for one signature: who sends ever other keys of the same name makes no long list. Those
 * of one search are bounded by its budget.
 */
const mostRemembered = 8

/** What a digest weighs in the cache. */
const digestOctets = 32

/**
 * The signature checks of one search.
 *
 * The budget counts each pair of something signed and a key once, whether its result is remembered from an earlier
 * search or not: what the engine answers must not depend on what it was asked before.
 */
export class SignatureChecks {
  /** By the digest of what is signed: a key of both digests would have to be put together each time. */
  readonly #remembered: BoundedCache<KeyResults>
  readonly #budget: ChainBudget
  readonly #results = new Map<Signed, KeyResults>()
  #spent = 0
  /** How many were really made. */
  made = 0
  /** The limit that kept a signature from being checked. */
  exceeded: 'signatureChecks' | 'keySize' | null = null

  constructor (remembered: BoundedCache<KeyResults>, budget: ChainBudget) {
    this.#remembered = remembered
    this.#budget = budget
  }

  /** False also where the budget does not allow to find out. */
  isSignedBy (signed: Signed, key: SigningKey): boolean {
    const { publicKeyDigest } = key
    const former = this.#results.get(signed)
    const known = resultOf(former, publicKeyDigest)
    if (known !== undefined) return known
    if (!this.#mayCheck(key)) return false
    const isValid = this.#check(signed, key)
    this.#results.set(signed, withResult(former, publicKeyDigest, isValid))
    return isValid
  }

  /** Takes what the check costs from the budget. */
  #mayCheck (key: SigningKey): boolean {
    const cost = verificationCost(key)
    if (key.publicKeyBits > this.#budget.keySize) {
      this.exceeded ??= 'keySize'
      return false
    }
    if (this.#spent + cost > this.#budget.signatureChecks) {
      this.exceeded = 'signatureChecks'
      return false
    }
    this.#spent += cost
    return true
  }

  #check (signed: Signed, key: SigningKey): boolean {
    const remembered = this.#remembered.get(signed.digest)
    const known = resultOf(remembered, key.publicKeyDigest)
    if (known !== undefined) return known
    this.made++
    const { signatureAlgorithm, signature } = signed
    const isValid = verifySignature({ signatureAlgorithm, data: dataOf(signed), signature }, key)
    const former = remembered === undefined || remembered.count < mostRemembered ? remembered : undefined
    const results = withResult(former, key.publicKeyDigest, isValid)
    this.#remembered.set(signed.digest, results, digestOctets * (1 + results.count))
    return isValid
  }
}

function dataOf (signed: Signed): Uint8Array {
  if ('tbsCertificate' in signed) return signed.tbsCertificate
  return 'tbsCertList' in signed ? signed.tbsCertList : signed.tbsResponseData
}
