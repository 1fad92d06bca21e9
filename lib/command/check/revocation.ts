import type { Site, SiteOptions } from '../../site/options.js'
import { readCrls, type CrlSource } from '../../trust/revocation/crl-source.js'
import type { Finding } from '../output/finding.js'
import type { Places } from '../site-file/places.js'
import { placedAuthorities, sourcesOf } from './certificate-sources.js'

/**
 * Authorities whose certificates are asked about in vain: revocation is checked, nothing may be fetched, and there is
 * no CRL of theirs. An OCSP response speaks of single certificates; where there are any, nothing is said.
 */
export function revocationFindings (
  options: SiteOptions, parts: Pick<Site, 'revocation' | 'revocationSources'>, places: Places
): Finding[] {
  const { revocation, revocationSources } = parts
  if (revocation === 'none' || revocationSources !== null || options.ocspResponses !== undefined) return []
  const issuers = new Set(sourcesOf<CrlSource>(options.crls).flatMap((source) => {
    return readCrls(source, 'crls').map(({ issuer }) => issuer.key)
  }))
  return placedAuthorities(options, places)
    .filter(({ certificate }) => !issuers.has(certificate.subject.key))
    .map(({ name, certificate, place }) => ({
      severity: 'warning',
      message: `${name}: there is no CRL of ${certificate.subject}, and revocation is '${revocation}': every ` +
        'certificate that it issues is refused',
      place
    }))
}
