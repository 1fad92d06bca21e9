import type { ErrorCode } from '../errors.js'
import type { Acquisition } from '../site/acquisition.js'
import { asksForCertificate, UrlFlags } from '../site/flags.js'
import { hostMatches } from '../site/host-pattern.js'
import type { Site } from '../site/options.js'
import { certificateHostLocation } from './certificate-host-location.js'
import type { Check, Facts, Finding } from './decide.js'

/** Why a request is refused that was asked for its certificate in vain, whatever its root would do without one. */
const obstacles: Readonly<Partial<Record<Acquisition, readonly [code: ErrorCode, reason: string]>>> = {
  http2: ['FST_CE_CERT_REQUIRED', 'HTTP/2 can ask for no certificate; the client is told to come back on HTTP/1.1'],
  bodyTooLarge: ['FST_CE_POST_READ_SIZE', 'more of the body than PostReadSize came before the certificate'],
  pipelined: ['FST_CE_CERT_REQUIRED', 'the request was sent before the certificate of the one in front of it'],
  timedOut: ['FST_CE_CERT_REQUIRED', 'the client took too long to renegotiate'],
  failed: ['FST_CE_CERT_REQUIRED', 'the connection broke while the client was asked for its certificate']
}

/** What the log says of a request without a certificate, where it was not simply asked for one. */
const explanations: Readonly<Partial<Record<Acquisition, string>>> = {
  tls13: 'TLS 1.3 can ask for no certificate in the middle of a connection',
  exhausted: 'the client was asked on this connection before, for another virtual root'
}

/** behaviour.md 2, step 2, and 5 */
export const certificate: Check = (site, { permissions, authentication }, facts) => {
  if (!asksForCertificate(permissions)) {
    return { inputs: {}, skipped: true, reason: 'the virtual root asks for no certificate' }
  }
  const { chain, connection: { encrypted, asked, acquisition } } = facts
  const inputs = { present: chain !== null, asked, acquisition }
  const obstacle = acquisition === null ? undefined : obstacles[acquisition]
  if (obstacle !== undefined) return { inputs, code: obstacle[0], reason: obstacle[1] }
  if (chain !== null) return { inputs, reason: 'the client sent a certificate' }
  if (site.acquire === 'renegotiate' && encrypted && asked !== true && acquisition === null) {
    return { inputs, code: 'FST_CE_CERT_REQUIRED', reason: 'the request was answered before its client was asked' }
  }
  const isUnasked = acquisition === 'tls13' || (acquisition === null && asked === false)
  const redirection = isUnasked ? elsewhere(site, facts) : null
  if (redirection !== null) return { inputs, ...redirection }
  if (isUnasked && asked === false) {
    return { inputs, code: 'FST_CE_MISDIRECTED', reason: 'the clients of this host are not asked for certificates' }
  }
  const because = acquisition === null ? undefined : explanations[acquisition]
  return { inputs, ...withoutCertificate(permissions, authentication, because ?? 'no certificate came') }
}

function withoutCertificate (
  permissions: number, authentication: number, because: string
): Pick<Finding, 'code' | 'reason'> {
  if ((permissions & UrlFlags.REQUIRE_CERT) !== 0) {
    return { code: 'FST_CE_CERT_REQUIRED', reason: `${because}, REQUIRE_CERT wants one` }
  }
  if (authentication > 0) {
    return { code: 'FST_CE_CERT_REQUIRED', reason: `${because}, and nothing else authenticates here` }
  }
  return { reason: `${because}, NEGO_CERT goes on without one` }
}

/** The host whose clients are asked, for a request that can be repeated there; `null` if it can't, or is for it. */
function elsewhere (
  { certificateHost }: Site, { method, target, connection: { host, port } }: Facts
): Pick<Finding, 'code' | 'location' | 'reason'> | null {
  if (certificateHost === null || (method !== 'GET' && method !== 'HEAD')) return null
  const location = hostMatches(host, certificateHost) ? null : certificateHostLocation(certificateHost, port, target)
  if (location === null) return null
  return { code: 'FST_CE_CERT_HOST', location, reason: `certificates are asked for on ${certificateHost}` }
}
