import type { Site, SiteOptions } from '../../site/options.js'
import type { ShadowedUser } from '../../site/users.js'
import { show } from '../../validation.js'
import type { Finding } from '../output/finding.js'
import { userWords, type Places } from '../site-file/places.js'
import { userEntries } from '../users/user-entries.js'
import { userRules } from '../users/user-rules.js'
import { takesAnyValue } from '../users/widest-certificate.js'
import type { Horizon } from './expiry.js'
import { issuerFindings } from './issuers.js'
import { identityFindings } from './identities.js'

/** What is wrong with the way from certificates to users, though each entry is right by itself. */
export function mappingFindings (
  options: SiteOptions, parts: Pick<Site, 'engine' | 'certTrustOverride' | 'revocation'>,
  shadowed: readonly ShadowedUser[], places: Places, horizon: Horizon
): Finding[] {
  return [
    ...shadowFindings(options, shadowed, places),
    ...wideFindings(options, places),
    ...issuerFindings(options, places),
    ...identityFindings(options, parts, places, horizon)
  ]
}

function shadowFindings (options: SiteOptions, shadowed: readonly ShadowedUser[], places: Places): Finding[] {
  const denials = new Set(userEntries(options).filter(([, { deny }]) => deny === true).map(([name]) => name))
  return shadowed.map(({ name, by }) => {
    const what = userWords(name)
    const consequence = denials.has(name) ? 'denies nobody' : 'no certificate maps to this user'
    const advice = denials.has(name) && !denials.has(by) ? '; put the denial first' : ''
    return places.finding('warning', `${what}: ${consequence}, ${show(by)} before it takes all of them${advice}`)
  })
}

/** An entry of nothing but `*`. */
function wideFindings (options: SiteOptions, places: Places): Finding[] {
  const { serialNumberByteOrder = 'big' } = options
  return userEntries(options).flatMap(([name, user]) => {
    const rules = userRules(user, serialNumberByteOrder)
    if (!rules.every(({ condition }) => takesAnyValue(condition))) return []
    const what = userWords(name)
    const consequence = user.deny === true ? 'is denied' : 'is this user'
    const attributes = rules.map(({ name }) => name).join(' and ')
    const message = `${what}: whoever has a trusted certificate with any ${attributes} ${consequence}`
    return [places.finding('warning', message)]
  })
}
