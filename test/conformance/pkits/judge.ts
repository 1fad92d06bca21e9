import { CertificateChainEngine } from '../../../lib/trust/engine.js'
import { CertTrust } from '../../../lib/trust/status.js'
import type { ChainOptions } from '../../../lib/trust/chain-options.js'
import type { CertificateChain } from '../../../lib/trust/chain.js'
import { readCertificate, type ExpectedBits, type Row } from './rows.js'

/** What a row says besides its certificates and CRLs. */
export function optionsOf ({ validationTime, inputs }: Row): ChainOptions {
  return {
    time: new Date(validationTime),
    usage: null,
    initialPolicySet: inputs.initialPolicySet,
    requireExplicitPolicy: inputs.explicitPolicy,
    inhibitPolicyMapping: inputs.policyMappingInhibit,
    inhibitAnyPolicy: inputs.anyPolicyInhibit
  }
}

/** Revocation is on where CRLs are given. */
export function chainOf (
  row: Row,
  intermediates: readonly Buffer[],
  crls: readonly Buffer[] = []
): CertificateChain {
  const engine = new CertificateChainEngine({
    trustAnchors: readCertificate(row.chain[0]!),
    intermediates,
    crls,
    strength: 'any' // PKITS signs with SHA-1
  })
  return engine.getCertificateChain(readCertificate(row.chain.at(-1)!), optionsOf(row))
}

/** Names of bits, with the certificates' files. */
export interface Bits {
  readonly chain: readonly string[]
  readonly elements: ReadonlyArray<readonly [file: string, bits: readonly string[]]>
}

export function comparable (chain: readonly string[], elements: Bits['elements']): Bits {
  return { chain: [...chain].sort(), elements: elements.map(([file, bits]) => [file, [...bits].sort()] as const) }
}

export function found ({ path }: Row, { errorStatus, elements }: CertificateChain): Bits {
  return comparable(CertTrust.namesOf(errorStatus), elements.map((element, index) => {
    const file = path.at(-1 - index)
    const isThatFile = file !== undefined && readCertificate(file).equals(element.certificate.raw)
    return [isThatFile ? file : `another than ${file}`, CertTrust.namesOf(element.errorStatus)] as const
  }))
}

/** `null`: they are not known. */
export function known ({ chain, elements }: ExpectedBits): Bits | null {
  return chain === null || elements === null || elements.some(([, bits]) => bits === null)
    ? null
    : comparable(chain, elements as Bits['elements'])
}
