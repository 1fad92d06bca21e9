import { asksForCertificate, UrlFlags } from '../site/flags.js'
import { hostMatches } from '../site/host-pattern.js'
import { Denial } from '../site/users.js'
import type { ChainElement } from '../trust/chain.js'
import { CertTrust } from '../trust/status.js'
import { unforgivenBits } from './client-chain.js'
import type { Check } from './decide.js'

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])
const timeBits = CertTrust.IS_NOT_TIME_VALID | CertTrust.IS_NOT_TIME_NESTED
const executeBits = UrlFlags.EXECUTE | UrlFlags.SCRIPT
const grantBits = executeBits | UrlFlags.READ | UrlFlags.WRITE

/** behaviour.md 2, step 1 */
export const transport: Check = (site, { permissions, authentication }, { connection }) => {
  const { encrypted } = connection
  const certificateWanted = asksForCertificate(permissions) &&
    ((permissions & UrlFlags.REQUIRE_CERT) !== 0 || authentication > 0)
  if (!encrypted && ((permissions & UrlFlags.SSL) !== 0 || certificateWanted)) {
    return { inputs: { encrypted }, code: 'FST_CE_SSL_REQUIRED', reason: 'plain HTTP' }
  }
  if ((permissions & UrlFlags.SSL128) !== 0) {
    const { cipherBits } = connection
    const inputs = { encrypted, cipherBits }
    if (!(cipherBits >= 128)) {
      return { inputs, code: 'FST_CE_SSL128_REQUIRED', reason: `the cipher has ${cipherBits} bits, SSL128 wants 128` }
    }
    return { inputs, reason: `the cipher has ${cipherBits} bits` }
  }
  return { inputs: { encrypted }, reason: encrypted ? 'SSL' : 'plain HTTP is allowed here' }
}

/**
 * With `certificateHost`, whether a connection was asked for a certificate was chosen by its SNI: a request for a host
 * on the other side of that choice must not ride on it (lessons.md S2, S11).
 */
export const host: Check = ({ certificateHost }, { permissions }, { connection }) => {
  if (certificateHost === null || !connection.encrypted || !asksForCertificate(permissions)) {
    return { inputs: {}, skipped: true, reason: 'certificate rules do not depend on the host' }
  }
  const { serverName, asked, host } = connection
  const inputs = { certificateHost, serverName, asked, host }
  const isForCertificateHost = asked ?? hostMatches(serverName, certificateHost)
  if (isForCertificateHost !== hostMatches(host, certificateHost)) {
    return { inputs, code: 'FST_CE_MISDIRECTED', reason: 'the connection was made for another host than the request' }
  }
  return { inputs, reason: 'the connection was made for this host' }
}

/**
 * behaviour.md 2, step 3. A leaf that can't be decoded has nothing that an override could forgive. Nor is forgiven that
 * a revocation is unknown, before it was asked for: the answer may be that the certificate is revoked.
 */
export const trust: Check = ({ certTrustOverride }, root, { chain, awaitsRevocation }) => {
  if (chain === null) return { inputs: {}, skipped: true, reason: 'there is no certificate' }
  const { errorStatus, elements } = chain
  const inputs = { errorStatus, certTrustOverride }
  if (elements.length === 0) {
    return { inputs, code: 'FST_CE_CERT_UNTRUSTED', reason: 'the certificate cannot be decoded' }
  }
  const remaining = unforgivenBits({ certTrustOverride }, chain)
  if (remaining === 0) {
    if (awaitsRevocation && (errorStatus & CertTrust.REVOCATION_STATUS_UNKNOWN) !== 0) {
      return { inputs, code: 'FST_CE_CERT_UNTRUSTED', reason: 'whether it is revoked is still to be asked' }
    }
    return {
      inputs,
      reason: errorStatus === 0
        ? 'the chain is valid'
        : `CertTrustOverride forgives ${CertTrust.namesOf(errorStatus).join(', ')}`
    }
  }
  const reason = CertTrust.namesOf(remaining).join(', ')
  if ((remaining & CertTrust.IS_REVOKED) !== 0) {
    return { inputs, code: 'FST_CE_CERT_REVOKED', reason: [reason, ...elements.flatMap(revocationOf)].join('; ') }
  }
  if ((remaining & ~timeBits) === 0) return { inputs, code: 'FST_CE_CERT_TIME', reason }
  return { inputs, code: 'FST_CE_CERT_UNTRUSTED', reason }
}

/** Why and since when it is revoked, if it is. */
function revocationOf ({ revocation }: ChainElement): string[] {
  if (revocation === null) return []
  const { reason, time, source } = revocation
  return [`${reason ?? 'no reason given'}, since ${new Date(time).toISOString()}, by ${source}`]
}

/** behaviour.md 2, step 4. The identity is the leaf's alone (lessons.md S28). */
export const mapping: Check = ({ users, adminUsers }, { permissions, authentication }, { chain }) => {
  const leaf = chain?.elements[0]?.certificate
  if ((permissions & UrlFlags.MAP_CERT) === 0 || leaf === undefined) {
    return { inputs: {}, skipped: true, reason: leaf === undefined ? 'there is no certificate' : 'MAP_CERT is not set' }
  }
  const issuerCN = leaf.issuer.commonName
  const inputs = { issuerCN, serialNumber: leaf.serialNumber }
  const user = users.match(leaf)
  if (user instanceof Denial) {
    return { inputs, code: 'FST_CE_MAPPER_DENIED', reason: `the entry ${user.name} of users denies the certificate` }
  }
  if (user !== null) {
    const isAdministrator = adminUsers !== null && adminUsers.judge(user).allowed
    return { inputs, user: Object.freeze({ ...user, isAdministrator }), reason: `the certificate maps to ${user.name}` }
  }
  if (authentication > 0) return { inputs, code: 'FST_CE_MAPPER_DENIED', reason: 'the certificate maps to no user' }
  return { inputs, reason: 'the certificate maps to no user, none is needed here' }
}

/** behaviour.md 2, step 5; 1, "Authentication level" and "UserList" */
export const access: Check = (site, { authentication, userList, userLists }, facts, user) => {
  const inputs = { authentication, userList, user: user?.name ?? null }
  if (authentication === 0) return { inputs, reason: 'anonymous access is allowed' }
  const refused = { inputs, code: 'FST_CE_MAPPER_DENIED' } as const
  if (user === null) return { ...refused, reason: 'a user is needed, and there is none' }
  if (authentication > 2) return { ...refused, reason: 'nobody has access' }
  if (user.isAdministrator) return { inputs, reason: `${user.name} is an administrator` }
  if (authentication === 2) return { ...refused, reason: `${user.name} is no administrator` }
  for (const list of userLists) {
    const { allowed, entry } = list.judge(user)
    if (!allowed) {
      const why = entry === null ? `${user.name} is not in the UserList` : `the UserList denies ${user.name}: ${entry}`
      return { ...refused, reason: why }
    }
  }
  return { inputs, reason: `the UserList allows ${user.name}` }
}

/** behaviour.md 2, step 6 */
export const permissions: Check = (site, { permissions }, { method }) => {
  const inputs = { method, permissions }
  if ((permissions & grantBits) === 0) {
    return { inputs, code: 'FST_CE_EXECUTE_DENIED', reason: 'none of READ, WRITE, EXECUTE and SCRIPT is set' }
  }
  if ((permissions & executeBits) !== 0) return { inputs, reason: 'EXECUTE or SCRIPT allows every method' }
  if (safeMethods.has(method)) {
    if ((permissions & UrlFlags.READ) === 0) {
      return { inputs, code: 'FST_CE_READ_DENIED', reason: `READ is not set, ${method} reads` }
    }
    return { inputs, reason: `READ allows ${method}` }
  }
  if ((permissions & UrlFlags.WRITE) === 0) {
    return { inputs, code: 'FST_CE_WRITE_DENIED', reason: `WRITE is not set, ${method} writes` }
  }
  return { inputs, reason: `WRITE allows ${method}` }
}
