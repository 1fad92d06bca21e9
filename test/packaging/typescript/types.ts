/** What the published types allow and what they refuse. It is compiled, never run. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import ceCertAuth, { CertificateChainEngine, CertTrust, errorCodes, siteFromRegistry } from 'fastify-ce-cert-auth'
import type { CertificateChain } from 'fastify-ce-cert-auth'

export function decorations ({ clientCertificate, pseudoUser, serverVariables, virtualRoot }: FastifyRequest): void {
  const path: string | undefined = virtualRoot?.path
  const permissions: number | undefined = virtualRoot?.permissions
  const groups: readonly string[] | undefined = pseudoUser?.groups
  const isAdministrator: boolean | undefined = pseudoUser?.isAdministrator
  const subject: string | undefined = clientCertificate?.certificate.subject
  const raw: Buffer | undefined = clientCertificate?.raw
  const fingerprint256: string | undefined = clientCertificate?.fingerprint256
  const chain: CertificateChain | undefined = clientCertificate?.chain
  const issuer: string | undefined = serverVariables.CERT_ISSUER
  console.log(path, permissions, groups, isAdministrator, subject, raw, fingerprint256, chain, issuer)
  // @ts-expect-error there may be no user
  console.log(pseudoUser.name)
}

export function explanation (app: FastifyInstance, certificate: string): void {
  const decision = app.ceCertAuth.explain({ path: '/Accounts/balance', method: 'POST', certificate, time: new Date() })
  const admitted: boolean = decision.admitted
  const subStatus: string | null = decision.subStatus
  console.log(admitted, subStatus, decision.steps.map(({ step, outcome, reason }) => `${step} ${outcome} ${reason}`))
  // @ts-expect-error a request has a path
  app.ceCertAuth.explain({ method: 'GET' })
}

export async function options (app: FastifyInstance): Promise<void> {
  await app.register(ceCertAuth, siteFromRegistry('REGEDIT4'))
  await app.register(ceCertAuth, { virtualRoots: {}, clock: () => new Date() })
  // @ts-expect-error a misspelt option
  await app.register(ceCertAuth, { virtualRoots: {}, certTrustOveride: 0x20 })
  // @ts-expect-error a misspelt flag
  await app.register(ceCertAuth, { virtualRoots: { '/': { permissions: ['REQUIRE_CERTS'] } } })
  // @ts-expect-error no virtual roots
  await app.register(ceCertAuth, {})
}

export function routeOptions (app: FastifyInstance): void {
  app.get('/a', { config: { ceCertAuth: { permissions: ['READ'], authentication: 2, userList: '@Audit' } } }, () => '')
  // @ts-expect-error a route option of the wrong type
  app.get('/b', { config: { ceCertAuth: { userList: ['Alice'] } } }, () => '')
}

export function engine (anchors: Buffer, leaf: Uint8Array): string[] {
  const chain = new CertificateChainEngine({ trustAnchors: anchors }).getCertificateChain(leaf, { usage: 'clientAuth' })
  return CertTrust.namesOf(chain.errorStatus)
}

export function isCertificateRequired (error: unknown): boolean {
  return error instanceof errorCodes.FST_CE_CERT_REQUIRED
}
