import type { CertificateSource } from '../trust/certificate/certificate-source.js'
import type { CertificateChain } from '../trust/chain.js'
import type { ChainOptions } from '../trust/chain-options.js'
import type { CertificateChainEngine } from '../trust/engine.js'
import type { CertificateRevocationList } from '../trust/revocation/certificate-revocation-list.js'
import type { RevocationSources } from './revocation-sources.js'

/** What is known can make another chain the best one, of which other things are known. */
const mostSteps = 4

/** The chain of a certificate, judged with what has been fetched so far that concerns it. Nothing is asked for. */
export function informedChain (
  engine: CertificateChainEngine,
  sources: Pick<RevocationSources, 'answersFor'>,
  leaf: CertificateSource,
  options: ChainOptions
): CertificateChain {
  const crls = new Set<CertificateRevocationList>()
  const ocspResponses = new Set<Uint8Array>()
  let chain = engine.getCertificateChain(leaf, options)
  for (let step = 0; step < mostSteps; step++) {
    const known = crls.size + ocspResponses.size
    for (const { form, document } of sources.answersFor(chain)) {
      if (form === 'crl') crls.add(document)
      else ocspResponses.add(document.raw)
    }
    if (crls.size + ocspResponses.size === known) return chain
    chain = engine.getCertificateChain(leaf, { ...options, crls: [...crls], ocspResponses: [...ocspResponses] })
  }
  return chain
}
