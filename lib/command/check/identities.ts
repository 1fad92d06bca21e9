import type { Site, SiteOptions } from '../../site/options.js'
import { publicKeyPin } from '../../site/mapping/facets.js'
import { unforgivenBits } from '../../access/client-chain.js'
import { readCertificates } from '../../trust/certificate/certificate-source.js'
import { fingerprintOf, type Certificate } from '../../trust/certificate/certificate.js'
import { readFingerprint } from '../../trust/engine-options.js'
import { CertTrust } from '../../trust/status.js'
import type { Finding } from '../output/finding.js'
import { userWords, type Places } from '../site-file/places.js'
import { userEntries } from '../users/user-entries.js'
import { placedAuthorities, sourcesOf } from './certificate-sources.js'
import { judgePeriod, type Horizon } from './expiry.js'

type Parts = Pick<Site, 'engine' | 'certTrustOverride' | 'revocation'>

/** What a command gives whose input was empty. */
const EMPTY = fingerprintOf(new Uint8Array())

/** What is wrong with entries for one certificate or one key: that it can't be trusted, or is nobody's. */
export function identityFindings (options: SiteOptions, parts: Parts, places: Places, horizon: Horizon): Finding[] {
  const authorities = placedAuthorities(options, places).map(({ certificate }) => certificate)
  const distrusted = new Set(sourcesOf(options.distrusted).flatMap((source) => {
    return typeof source === 'string' && !source.includes('-----') ? [readFingerprint(source, 'distrusted')] : []
  }))
  return userEntries(options).flatMap(([name, { certificate, fingerprint256, publicKeyPin: pin, deny }]) => {
    const what = userWords(name)
    const told = (option: string, message: string): Finding => {
      return places.finding('warning', `${what}.${option}: ${message}`)
    }
    const own = certificate === undefined || deny === true ? undefined : readCertificates(certificate, what)[0]!
    return [
      ...own === undefined ? [] : chainFindings(own, `${what}.certificate`, { parts, places, horizon }),
      ...fingerprint256 === undefined
        ? []
        : fingerprintFaults(readFingerprint(fingerprint256, what), { authorities, distrusted })
          .map((fault) => told('fingerprint256', fault)),
      ...pin === undefined ? [] : pinFaults(pin, authorities).map((fault) => told('publicKeyPin', fault))
    ]
  })
}

interface Look {
  readonly parts: Parts
  readonly places: Places
  readonly horizon: Horizon
}

/** The certificate, with what clients need not send. */
function chainFindings (certificate: Certificate, what: string, { parts, places, horizon }: Look): Finding[] {
  const { engine, certTrustOverride, revocation } = parts
  const { notBefore, notAfter } = certificate
  const place = places.of(what)
  const ends = judgePeriod(what, { from: notBefore, to: notAfter }, { place, horizon, consequence: 'it is refused' })
  if (engine === null) return ends
  const chain = engine.getCertificateChain(certificate.raw, { time: horizon.time, usage: 'clientAuth', revocation })
  // The period of the certificate itself is told already.
  const leafTime = ends.some(({ severity }) => severity === 'error') ? CertTrust.IS_NOT_TIME_VALID : 0
  const bits = unforgivenBits({ certTrustOverride: certTrustOverride | leafTime }, chain)
  if (bits === 0) return ends
  const unless = bits === CertTrust.IS_PARTIAL_CHAIN ? ', unless the client sends its intermediates' : ''
  const message = `${what}: it is refused (${CertTrust.namesOf(bits).join(', ')})${unless}`
  return [...ends, { severity: 'warning', message, place }]
}

function fingerprintFaults (
  fingerprint: string, known: { authorities: readonly Certificate[], distrusted: ReadonlySet<string> }
): string[] {
  const { authorities, distrusted } = known
  const authority = authorities.find(({ fingerprint256 }) => fingerprint256 === fingerprint)
  return [
    ...fingerprint === EMPTY ? ['is the SHA-256 of nothing: no certificate has it'] : [],
    ...authority === undefined ? [] : [`is that of the authority ${authority.subject}, not of a client`],
    ...distrusted.has(fingerprint) ? ['is in distrusted too: it is refused'] : []
  ]
}

function pinFaults (pin: string, authorities: readonly Certificate[]): string[] {
  const digest = Buffer.from(pin, 'base64').toString('hex').toUpperCase().replace(/..(?=.)/g, '$&:')
  const ofKey = authorities.find((certificate) => [...publicKeyPin.valuesOf(certificate)].includes(pin))
  const ofCertificate = authorities.find(({ fingerprint256 }) => fingerprint256 === digest)
  return [
    ...digest === EMPTY ? ['is the SHA-256 of nothing: no key has it'] : [],
    ...ofKey === undefined ? [] : [`is that of the authority ${ofKey.subject}, not of a client`],
    ...ofCertificate === undefined
      ? []
      : [`is the SHA-256 of the certificate of ${ofCertificate.subject}, not of a key`]
  ]
}
