import { X509Certificate } from 'node:crypto'
import type { CertificateFacts, LogFacts, Row } from './visitor.js'

/** A table of rows, a line for each. */
export function rows (
  ...cases: ReadonlyArray<readonly [name: string, request: Row['request'], answer: Row['answer'], log: Row['log']]>
): Row[] {
  return cases.map(([name, request, answer, log]) => ({ name, request, answer, log }))
}

/** What the log says where no user was found and no certificate looked at, unless there is more to say. */
export function log (virtualRoot: string | null, step: string, others: Partial<LogFacts> = {}): LogFacts {
  return { virtualRoot, step, user: null, ...others }
}

/** What the log says of a certificate, with the common names of its chain. */
export function certificateFacts (
  pem: string,
  trust: readonly string[],
  chain: ReadonlyArray<readonly [commonName: string, trust: readonly string[]]>
): CertificateFacts {
  const { issuer, serialNumber } = new X509Certificate(pem)
  return { issuer, serialNumber, trust, chain: chain.map(([name, trust]) => ({ subject: `CN=${name}`, trust })) }
}

/** What the log says of a certificate that nothing is wrong with, and of the issuers above it. */
export function validCertificate (pem: string, ...issuers: string[]): CertificateFacts {
  const [, commonName = ''] = /^CN=(.*)$/.exec(new X509Certificate(pem).subject) ?? []
  return certificateFacts(pem, [], [commonName, ...issuers].map(name => [name, []]))
}
