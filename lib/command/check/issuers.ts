import type { SiteOptions } from '../../site/options.js'
import type { Certificate } from '../../trust/certificate/certificate.js'
import { show } from '../../validation.js'
import { printPlace, type Finding } from '../output/finding.js'
import { userWords, type Places } from '../site-file/places.js'
import { userEntries } from '../users/user-entries.js'
import { userRules, type UserRule } from '../users/user-rules.js'
import { keysOf, placedAuthorities, placedCertificates, type PlacedCertificate } from './certificate-sources.js'

/** What users' rules on issuers have to do with the authorities that are known. */
export function issuerFindings (options: SiteOptions, places: Places): Finding[] {
  if (options.trustAnchors === undefined) return []
  const known = placedAuthorities(options, places)
  return [
    ...commonNameFindings(options, known, places),
    ...ruleFindings(options, known, places),
    ...unboundFindings(options, places)
  ]
}

/** An issuerCN stands for a certification authority: for one that is known, and for one only. */
function commonNameFindings (options: SiteOptions, known: readonly PlacedCertificate[], places: Places): Finding[] {
  const firstUsers = new Map<string, string>()
  for (const [name, { issuerCN }] of userEntries(options)) {
    if (issuerCN !== undefined && !firstUsers.has(issuerCN)) firstUsers.set(issuerCN, name)
  }
  return [...firstUsers].flatMap(([issuerCN, name]) => {
    const what = `${userWords(name)}.issuerCN`
    const issuers = known.filter(({ certificate }) => certificate.subject.commonName === issuerCN)
    if (issuers.length === 0) return [stranger(what, `is called ${show(issuerCN)}`, places)]
    if (keysOf(issuers.map(({ certificate }) => certificate)).size < 2) return []
    const where = issuers.map(({ place }) => printPlace(place)).join(', ')
    return [places.finding('warning', `${what}: two trusted keys or more are called ${show(issuerCN)} (${where}): ` +
      'what any of them issues is mapped')]
  })
}

/** Rules on the issuer that no known authority fulfils. */
function ruleFindings (options: SiteOptions, known: readonly PlacedCertificate[], places: Places): Finding[] {
  const { serialNumberByteOrder = 'big' } = options
  return userEntries(options).flatMap(([name, user]) => {
    const rules = userRules(user, serialNumberByteOrder).filter((rule) => rule.name.startsWith('issuer.'))
    const isKnown = known.some(({ certificate }) => rules.every((rule) => canIssue(certificate, rule)))
    if (rules.length === 0 || isKnown) return []
    const asked = rules.map(({ name, asked }) => `${name.slice('issuer.'.length)} ${asked}`).join(', ')
    return [stranger(`${userWords(name)}.issuer`, `has a subject with ${asked}`, places)]
  })
}

/** The subject of an authority is the issuer of what it issues. */
function canIssue ({ subject }: Certificate, { condition }: UserRule): boolean {
  return condition.fits(new Set(condition.facet.valuesOf({ issuer: subject } as Certificate)))
}

function stranger (what: string, saying: string, places: Places): Finding {
  return places.finding('warning', `${what}: no trust anchor and no intermediate ${saying}: certificates of that ` +
    'issuer count only where clients send its own along')
}

/** With several anchors, rules on names alone are fulfilled by what any of them vouches for. */
function unboundFindings (options: SiteOptions, places: Places): Finding[] {
  const anchors = placedCertificates(options, 'trustAnchors', places)
  const subjects = new Set(anchors.map(({ certificate }) => certificate.subject.key))
  if (subjects.size < 2) return []
  const unbound = userEntries(options).filter(([, user]) => user.deny !== true && isOfNamesAlone(user))
  const [first] = unbound
  if (first === undefined) return []
  const what = userWords(first[0])
  const others = unbound.length === 1 ? '' : ` (and ${unbound.length - 1} more)`
  return [places.finding('warning', `${what}${others}: names no issuer, so that each of the ${subjects.size} trust ` +
    'anchors can make a certificate of this user; add an issuer')]
}

/** Nothing in it is one authority's, or one key's. */
function isOfNamesAlone (user: object): boolean {
  return !['issuerCN', 'issuer', 'certificate', 'fingerprint256', 'publicKeyPin'].some((name) => name in user)
}
