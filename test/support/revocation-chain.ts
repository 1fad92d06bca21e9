/** A root, an authority and its leaves, to ask what CRLs make of a leaf. All of it is valid in 2026. */
import type { ChainElement } from '../../lib/trust/chain.js'
import { CertificateChainEngine } from '../../lib/trust/engine.js'
import type { EngineOptions } from '../../lib/trust/engine-options.js'
import { CertTrust } from '../../lib/trust/status.js'
import { TRUE, bitString, commonName, extension, integer, sequence } from './der.js'
import type { Octets } from './der.js'
import { handMade, handMadeAuthority } from './hand-made.js'
import type { HandMade } from './hand-made.js'

/** 15 June 2026, while the CRLs of test/support/crl.ts are fresh. */
export const time = new Date('2026-06-15T12:00:00Z')

export const root = handMadeAuthority({ subject: commonName('Root') })
export const authority = handMadeAuthority({ subject: commonName('Authority') }, root)

/** keyUsage cRLSign. */
export const cRLSign = extension('2.5.29.15', bitString(1, '02'), TRUE)
/** keyUsage digitalSignature. */
export const digitalSignature = extension('2.5.29.15', bitString(7, '80'), TRUE)

/** A certificate of the authority, with the serial number 05. */
export function leafWith (...extensions: Octets[]): HandMade {
  return handMade(authority, {
    subject: commonName('Leaf'),
    serialNumber: integer('05'),
    ...(extensions.length > 0 && { extensionList: sequence(...extensions) })
  })
}

export const leaf = leafWith()

/** What is found of the leaf, where it alone is asked for. */
export function elementOf (
  { der }: Pick<HandMade, 'der'>,
  crls: readonly Buffer[],
  options: Partial<EngineOptions> = {}
): ChainElement {
  const engine = new CertificateChainEngine({ trustAnchors: root.der, intermediates: authority.der, crls, ...options })
  return engine.getCertificateChain(der, { time, usage: null, revocation: 'endCertificate' }).elements[0]!
}

/** Its bits, without the one that makes two. */
export function statusOf (...question: Parameters<typeof elementOf>): string {
  const bits = CertTrust.namesOf(elementOf(...question).errorStatus)
  return bits.filter((bit) => bit !== 'IS_OFFLINE_REVOCATION').join() || 'good'
}

export const UNKNOWN = 'REVOCATION_STATUS_UNKNOWN'
export const REVOKED = 'IS_REVOKED'
export const GOOD = 'good'
