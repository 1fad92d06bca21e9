import { findServerCertificate } from '../../site/certificate-store.js'
import type { SiteOptions } from '../../site/options.js'
import { readCertificates } from '../../trust/certificate/certificate-source.js'
import { formatSerialNumber } from '../../trust/certificate/serial-number.js'
import { readCrls, type CrlSource } from '../../trust/revocation/crl-source.js'
import { readOcspResponses, type OcspSource } from '../../trust/revocation/ocsp/ocsp-source.js'
import { show } from '../../validation.js'
import { attempt } from '../attempt.js'
import { daysUntil, printDay } from '../output/date.js'
import type { Finding, Place } from '../output/finding.js'
import type { Places } from '../site-file/places.js'
import { placedAuthorities, sourcesOf } from './certificate-sources.js'

/** When a site is looked at, and how far ahead. */
export interface Horizon {
  readonly time: Date
  /** What ends within so many days is a warning. */
  readonly days: number
}

/** Something that is valid for a time. Milliseconds since 1970. */
interface Period {
  readonly from: number
  readonly to: number
}

const UNKNOWN = 'every certificate that it is asked about is refused'

/** What has ended, not begun, or ends soon: anchors, intermediates, CRLs, OCSP responses, the server's certificate. */
export function expiryFindings (options: SiteOptions, places: Places, horizon: Horizon): Finding[] {
  const certificates = placedAuthorities(options, places).flatMap(({ name, certificate, place }) => {
    const { subject, notBefore, notAfter } = certificate
    const consequence = 'every certificate below it is refused'
    return judgePeriod(`${name}: ${subject}`, { from: notBefore, to: notAfter }, { place, horizon, consequence })
  })
  return [
    ...certificates,
    ...crlFindings(options, places, horizon),
    ...ocspFindings(options, places, horizon),
    ...serverFindings(options, places, horizon)
  ]
}

function crlFindings ({ crls }: SiteOptions, places: Places, horizon: Horizon): Finding[] {
  return sourcesOf<CrlSource>(crls).flatMap((source, index) => {
    const what = `crls[${index}]`
    return readCrls(source, what).flatMap(({ issuer, thisUpdate, nextUpdate }) => {
      const period = { from: thisUpdate, to: nextUpdate }
      const place = places.of(what)
      return judgePeriod(`crls: the CRL of ${issuer}`, period, { place, horizon, consequence: UNKNOWN })
    })
  })
}

function ocspFindings ({ ocspResponses }: SiteOptions, places: Places, horizon: Horizon): Finding[] {
  return sourcesOf<OcspSource>(ocspResponses).flatMap((source, index) => {
    const option = `ocspResponses[${index}]`
    return readOcspResponses(source, option).flatMap(({ responses }) => responses).flatMap((response) => {
      const { certificateId, thisUpdate, nextUpdate } = response
      const what = `ocspResponses: the response about ${formatSerialNumber(certificateId.serialNumber)}`
      const period = { from: thisUpdate, to: nextUpdate }
      return judgePeriod(what, period, { place: places.of(option), horizon, consequence: UNKNOWN })
    })
  })
}

function serverFindings (
  { certificateSubject, store, passphrase }: SiteOptions, places: Places, horizon: Horizon
): Finding[] {
  if (certificateSubject === undefined || store === undefined) return []
  const place = places.of('certificateSubject')
  const secret = passphrase === undefined ? {} : { passphrase }
  const found = attempt(() => findServerCertificate(store, certificateSubject, { ...secret, time: horizon.time }))
  if ('complaint' in found) return [{ severity: 'error', message: found.complaint, place }]
  const { notBefore, notAfter } = readCertificates(found.value.cert, 'certificateSubject')[0]!
  const what = `certificateSubject: the server's certificate ${show(certificateSubject)}`
  const consequence = 'clients refuse the server'
  return judgePeriod(what, { from: notBefore, to: notAfter }, { place, horizon, consequence })
}

/** Whose period is judged: where it stands, when, and what comes of its end. */
export interface Judged {
  readonly place: Place
  readonly horizon: Horizon
  readonly consequence: string
}

/** What is to be said of something that is not valid at the time, or not for long. */
export function judgePeriod (what: string, { from, to }: Period, { place, horizon, consequence }: Judged): Finding[] {
  const { time, days } = horizon
  if (time.getTime() > to) {
    return [{ severity: 'error', message: `${what} ended on ${printDay(to)}: ${consequence}`, place }]
  }
  if (time.getTime() < from) {
    return [{ severity: 'error', message: `${what} begins on ${printDay(from)}: until then ${consequence}`, place }]
  }
  const left = daysUntil(to, time)
  if (left >= days) return []
  return [{ severity: 'warning', message: `${what} ends in ${left} days, on ${printDay(to)}`, place }]
}
