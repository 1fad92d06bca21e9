import { BoundedCache } from './bounded-cache.js'
import { bytesAsKey } from './bytes-as-key.js'
import { Certificate } from './certificate/certificate.js'
import { DerError } from './der/der-error.js'
import { sameBytes } from './path/issuer-match.js'

/** A certificate, or bytes that are none. */
type Decoded = Certificate | Uint8Array

/**
 * The end of a certificate's signature: enough to look for it, while all its bytes say whether it is the one. Who makes
 * one with the end of another's gains that the other is decoded again.
 */
const SOUGHT_OCTETS = 32

/** Decodes certificates, once as long as they are remembered: then equal bytes give one object. */
export class KnownCertificates {
  /** An operator's, for good. */
  readonly #own = new Map<string, Certificate[]>()
  /** Peers'. */
  readonly #seen: BoundedCache<Decoded>

  /** `size` is how many of peers' certificates are remembered. */
  constructor (size: number) {
    this.#seen = new BoundedCache(size)
  }

  get own (): readonly Certificate[] {
    return [...this.#own.values()].flat()
  }

  /** Keeps an operator's certificate for good. Gives the first one with the same bytes. */
  keep (certificate: Certificate): Certificate {
    const key = endAsKey(certificate.raw)
    const alike = this.#own.get(key)
    const first = alike?.find(({ raw }) => sameBytes(raw, certificate.raw))
    if (first !== undefined) return first
    if (alike === undefined) this.#own.set(key, [certificate])
    else alike.push(certificate)
    return certificate
  }

  /** null: the bytes are no certificate. */
  decode (der: Uint8Array): Certificate | null {
    const key = endAsKey(der)
    const own = this.#own.get(key)?.find(({ raw }) => sameBytes(raw, der))
    if (own !== undefined) return own
    const seen = this.#seen.get(key)
    const bytes = seen instanceof Certificate ? seen.raw : seen
    if (bytes !== undefined && sameBytes(bytes, der)) return seen instanceof Certificate ? seen : null
    const certificate = decode(der)
    this.#seen.set(key, certificate ?? new Uint8Array(der), der.length)
    return certificate
  }
}

function endAsKey (der: Uint8Array): string {
  return bytesAsKey(der, Math.max(der.length - SOUGHT_OCTETS, 0))
}

function decode (der: Uint8Array): Certificate | null {
  try {
    return Certificate.decode(der)
  } catch (error) {
    DerError.assert(error)
    return null
  }
}
