import type { BoundedCache } from '../bounded-cache.js'
import type { Certificate } from '../certificate/certificate.js'
import type { SigningKey } from '../signature/signing-key.js'
import { verificationCost } from '../signature/verification-cost.js'
import { verifySignature } from '../signature/verify-signature.js'
import type { ChainBudget } from './budget.js'

/**
 * The signature checks of one search.
 *
 * The budget counts each pair of certificate and key once, whether its result is remembered from an earlier search or
 * not: what the engine answers must not depend on what it was asked before.
 */
export class SignatureChecks {
  readonly #remembered: BoundedCache<boolean>
  readonly #budget: ChainBudget
  readonly #results = new Map<Certificate, Map<string, boolean>>()
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
  isSignedBy (certificate: Certificate, key: SigningKey): boolean {
    const keyBytes = bytesAsKey(key.subjectPublicKeyInfo)
    let results = this.#results.get(certificate)
    if (results === undefined) this.#results.set(certificate, results = new Map())
    const known = results.get(keyBytes)
    if (known !== undefined) return known
    if (!this.#mayCheck(key)) return false
    const result = this.#check(certificate, key, keyBytes)
    results.set(keyBytes, result)
    return result
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

  #check (certificate: Certificate, key: SigningKey, keyBytes: string): boolean {
    // DER elements: where one ends and the next begins is clear
    const pair = bytesAsKey(certificate.raw) + keyBytes
    const remembered = this.#remembered.get(pair)
    if (remembered !== undefined) return remembered
    this.made++
    const { signatureAlgorithm, tbsCertificate: data, signature } = certificate
    const result = verifySignature({ signatureAlgorithm, data, signature }, key)
    this.#remembered.set(pair, result)
    return result
  }
}

/** The bytes as a Map key: all of them, so that no two inputs can be taken for one another. */
export function bytesAsKey (bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}
