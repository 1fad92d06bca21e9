import { derOf, type CertificateSource } from './certificate/certificate-source.js'
import type { BudgetLimit } from './chain.js'
import type { ChainRequest } from './chain-options.js'
import { DerError } from './der/der-error.js'
import type { ChainBudget } from './path/budget.js'

/** What the engine is asked, as far as the budget allows it to be read. */
export interface Question {
  readonly request: ChainRequest
  /** The leaf first, then what the peer sent besides it. Empty: there is no leaf that could be decoded. */
  readonly ders: readonly Uint8Array[]
  /** Something was left out of it that is too large. */
  readonly oversized: BudgetLimit | null
}

const NOTHING: readonly never[] = Object.freeze([])

/** Throws a TypeError for a source of no kind. */
export function readQuestion (
  leaf: CertificateSource,
  request: ChainRequest,
  { certificateSize }: ChainBudget
): Question {
  const leafDer = readDer(leaf, certificateSize)
  if (leafDer === null) return { request, ders: NOTHING, oversized: null }
  const fits = ({ length }: Uint8Array): boolean => length <= certificateSize
  const ders = [leafDer]
  for (const source of request.additionalCertificates) {
    const der = readDer(source, certificateSize)
    if (der !== null) ders.push(der)
  }
  if (ders.every(fits) && request.ocspResponses.every(fits)) return { request, ders, oversized: null }
  return {
    request: { ...request, ocspResponses: request.ocspResponses.filter(fits) },
    ders: fits(leafDer) ? ders.filter(fits) : NOTHING,
    oversized: 'certificateSize'
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
