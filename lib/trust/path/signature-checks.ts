import type { BoundedCache } from '../bounded-cache.js'
import type { Certificate } from '../certificate/certificate.js'
import type { CertificateRevocationList } from '../revocation/certificate-revocation-list.js'
import type { OcspResponse } from '../revocation/ocsp/ocsp-response.js'
import type { SigningKey } from '../signature/signing-key.js'
import { verificationCost } from '../signature/verification-cost.js'
import { verifySignature } from '../signature/verify-signature.js'
import type { ChainBudget } from './budget.js'

/** What has a signature that a search asks for. */
type Signed = Certificate | CertificateRevocationList | OcspResponse

/** Few keys are tried for one signature, the budget allows no more: they need no index. */
interface KeyResult {
  readonly publicKeyDigest: string
  readonly isValid: boolean
}

const NOTHING: readonly never[] = []

/**
 * The signature checks of one search.
 *
 * The budget counts each pair of something signed and a key once, whether its result is remembered from an earlier
 * search or not: what the engine answers must not depend on what it was asked before.
 */
export class SignatureChecks {
  readonly #remembered: BoundedCache<boolean>
  readonly #budget: ChainBudget
  readonly #results = new Map<Signed, KeyResult[]>()
  #spent = 0
  /** How many were really made. */
  made = 0
  /** The limit that kept a signature from being checked. */
  exceeded: 'signatureChecks' | 'keySize' | null = null

  constructor (remembered: BoundedCache<boolean>, budget: ChainBudget) {
    this.#remembered = remembered
    this.#budget = budget
  }

  /** False also where the budget does not allow to find out. */
  isSignedBy (signed: Signed, key: SigningKey): boolean {
    const { publicKeyDigest } = key
    const results = this.#results.get(signed)
    for (const known of results ?? NOTHING) {
      if (known.publicKeyDigest === publicKeyDigest) return known.isValid
    }
    if (!this.#mayCheck(key)) return false
    const result = { publicKeyDigest, isValid: this.#check(signed, key) }
    if (results === undefined) this.#results.set(signed, [result])
    else results.push(result)
    return result.isValid
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
    const pair = signed.digest + key.publicKeyDigest
    const remembered = this.#remembered.get(pair)
    if (remembered !== undefined) return remembered
    this.made++
    const { signatureAlgorithm, signature } = signed
    const result = verifySignature({ signatureAlgorithm, data: dataOf(signed), signature }, key)
    this.#remembered.set(pair, result)
    return result
  }
}

function dataOf (signed: Signed): Uint8Array {
  if ('tbsCertificate' in signed) return signed.tbsCertificate
  return 'tbsCertList' in signed ? signed.tbsCertList : signed.tbsResponseData
}
