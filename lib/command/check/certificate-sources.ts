import { createHash } from 'node:crypto'
import { readCertificates, type CertificateSource } from '../../trust/certificate/certificate-source.js'
import type { Certificate } from '../../trust/certificate/certificate.js'
import type { SiteOptions } from '../../site/options.js'
import type { Place } from '../output/finding.js'
import type { Places } from '../site-file/places.js'

/** A certificate that a site trusts, or chains may pass through, and where it stands. */
export interface PlacedCertificate {
  readonly certificate: Certificate
  readonly place: Place
}

/** The certificates of an option that is sound; none if it is not given. */
export function placedCertificates (
  options: SiteOptions, name: 'trustAnchors' | 'intermediates', places: Places
): PlacedCertificate[] {
  return sourcesOf<CertificateSource>(options[name]).flatMap((source, index) => {
    const what = `${name}[${index}]`
    const place = places.of(what)
    return readCertificates(source, what).map((certificate, block) => {
      return { certificate, place: { ...place, ...lineOfBlock(source, block, place) } }
    })
  })
}

/** The certificates of all authorities that are known, with the option that names them. */
export function placedAuthorities (
  options: SiteOptions, places: Places
): Array<PlacedCertificate & { readonly name: 'trustAnchors' | 'intermediates' }> {
  return (['trustAnchors', 'intermediates'] as const).flatMap((name) => {
    return placedCertificates(options, name, places).map((placed) => ({ ...placed, name }))
  })
}

/** The items of an option that takes one or an array of them. */
export function sourcesOf<Source> (value: Source | readonly Source[] | undefined): readonly Source[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value as Source]
}

/** The line of a file on which a PEM block begins; nothing for what stands in no file of its own, and for DER. */
function lineOfBlock (source: CertificateSource, block: number, { line }: Place): { line?: number } {
  if (line !== undefined || !(source instanceof Uint8Array)) return {}
  const chunks = Buffer.from(source).toString('latin1').split('-----BEGIN ')
  return chunks.length < block + 2 ? {} : { line: chunks.slice(0, block + 1).join('').split('\n').length }
}

/** By what they sign with. */
export function keysOf (certificates: readonly Certificate[]): Set<string> {
  return new Set(certificates.map(({ subjectPublicKeyInfo }) => {
    return createHash('sha256').update(subjectPublicKeyInfo).digest('hex')
  }))
}
