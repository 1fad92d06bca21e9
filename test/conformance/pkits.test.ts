import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { CertificateChainEngine } from '../../lib/trust/engine.js'
import { CertTrust, CertTrustInfo } from '../../lib/trust/status.js'
import type { CertificateChain } from '../../lib/trust/chain.js'

/** Names of bits: of the chain, and of each of its elements by file. */
interface ExpectedBits {
  readonly chain: readonly string[] | null
  readonly elements: ReadonlyArray<readonly [file: string, bits: readonly string[]]> | null
}

interface Row {
  readonly id: string
  readonly section: string
  readonly title: string
  /** The anchor first, the leaf last. */
  readonly chain: readonly string[]
  readonly validationTime: string
  /** RFC 5280 §6.1.1(c)-(f) */
  readonly inputs: {
    readonly initialPolicySet: readonly string[]
    readonly explicitPolicy: boolean
    readonly policyMappingInhibit: boolean
    readonly anyPolicyInhibit: boolean
  }
  readonly expect: 'valid' | 'invalid'
  /** Why it is invalid. */
  readonly reason: string | null
  /** RFC 5280 §6.1.6; null where the path is invalid. */
  readonly expectedUserPolicySet: readonly string[] | null
  readonly observedOnWindowsXp?: ExpectedBits
  readonly expectedByRfcReading?: ExpectedBits
}

const SECTIONS = new Set(['4.1', '4.2', '4.3', '4.6', '4.7', '4.8', '4.9', '4.10', '4.11', '4.12', '4.13', '4.16'])

/** Rows whose verdict differs. */
const VERDICT_EXCEPTIONS: Record<string, string> = {
  '4.7.4': 'the CRL is at fault, and revocation is off',
  '4.7.5': 'the CRL is at fault, and revocation is off'
}

/** Rows whose bits differ. */
const BITS_EXCEPTIONS: Record<string, string> = {
  '4.3.1': 'no issuer of that name: trust-status.md asks for IS_PARTIAL_CHAIN',
  '4.3.2': 'no issuer of that name: trust-status.md asks for IS_PARTIAL_CHAIN',
  '4.16.2': 'trust-status.md asks for HAS_NOT_SUPPORTED_CRITICAL_EXT together with INVALID_EXTENSION'
}

/** Sections about policies: no bits are known, but trust-status.md says which they are, and where. */
const POLICY_SECTIONS = new Set(['4.8', '4.9', '4.10', '4.11', '4.12'])

/** Rows of these sections where policy processing fails by itself. */
const MAPS_ANY_POLICY = new Set(['4.10.7', '4.10.8'])

/** Rows of 4.13 where the constraint that is offended is not the lowest authority's. No bits are known there either. */
const OFFENDED_CONSTRAINTS: Record<string, string> = {
  '4.13.15': 'nameConstraintsDN3CACert.crt',
  '4.13.17': 'nameConstraintsDN3CACert.crt'
}

/** Bits that only a check of revocation sets. */
const REVOCATION = ['REVOCATION_STATUS_UNKNOWN', 'IS_OFFLINE_REVOCATION']

const folder = join('test', 'conformance', 'pkits')
const { rows } = JSON.parse(readFileSync(join(folder, 'pkits.json'), 'utf8')) as { rows: Row[] }
const everyCertificate = readdirSync(join(folder, 'certs')).map(readCertificate)

function readCertificate (file: string): Buffer {
  return readFileSync(join(folder, 'certs', file))
}

function chainOf ({ chain, validationTime, inputs }: Row, intermediates: readonly Buffer[]): CertificateChain {
  const engine = new CertificateChainEngine({
    trustAnchors: readCertificate(chain[0]!),
    intermediates,
    strength: 'any' // PKITS signs with SHA-1
  })
  return engine.getCertificateChain(readCertificate(chain.at(-1)!), {
    time: new Date(validationTime),
    usage: null,
    initialPolicySet: inputs.initialPolicySet,
    requireExplicitPolicy: inputs.explicitPolicy,
    inhibitPolicyMapping: inputs.policyMappingInhibit,
    inhibitAnyPolicy: inputs.anyPolicyInhibit
  })
}

/** What was given or found, with the certificates' files, without the bits of revocation and elements without any. */
function comparable (chain: readonly string[], elements: ReadonlyArray<readonly [string, readonly string[]]>) {
  const relevant = (bits: readonly string[]): string[] => bits.filter((bit) => !REVOCATION.includes(bit)).sort()
  return {
    chain: relevant(chain),
    elements: elements.map(([file, bits]) => [file, relevant(bits)] as const)
  }
}

function found (row: Row, { errorStatus, elements }: CertificateChain) {
  return comparable(CertTrust.namesOf(errorStatus), elements.map((element, index) => {
    const file = row.chain.at(-1 - index)
    const isThatFile = file !== undefined && readCertificate(file).equals(element.certificate.raw)
    return [isThatFile ? file : `another than ${file}`, CertTrust.namesOf(element.errorStatus)] as const
  }))
}

function nameConstraintBit ({ reason }: Row): string {
  return /are excluded from/.test(reason!) ? 'HAS_EXCLUDED_NAME_CONSTRAINT' : 'HAS_NOT_PERMITTED_NAME_CONSTRAINT'
}

for (const row of rows.filter(({ section }) => SECTIONS.has(section))) {
  t.test(`${row.id} ${row.title}`, async (t) => {
    const alone = chainOf(row, row.chain.slice(1, -1).map(readCertificate))
    const inPool = chainOf(row, everyCertificate)
    for (const chain of [alone, inPool]) {
      const agrees = (chain.errorStatus === 0) === (row.expect === 'valid')
      if (row.id in VERDICT_EXCEPTIONS) t.notOk(agrees, `an exception: ${VERDICT_EXCEPTIONS[row.id]}`)
      else t.ok(agrees, `${row.expect}, found ${CertTrust.namesOf(chain.errorStatus)}`)
      if (row.expect === 'valid') {
        t.equal(chain.errorStatus, 0)
        t.same([...chain.userConstrainedPolicySet].sort(), [...row.expectedUserPolicySet!].sort())
      }
    }
    if (POLICY_SECTIONS.has(row.section) && row.expect === 'invalid') {
      const bit = MAPS_ANY_POLICY.has(row.id) ? 'INVALID_POLICY_CONSTRAINTS' : 'NO_ISSUANCE_CHAIN_POLICY'
      const above = row.chain.slice(0, -1).reverse().map((file) => [file, []] as const)
      for (const chain of [alone, inPool]) {
        t.same(found(row, chain), comparable([bit], [[row.chain.at(-1)!, [bit]], ...above]))
        t.same(chain.userConstrainedPolicySet, [])
      }
    }
    if (row.section === '4.13') {
      const bits = row.expect === 'valid' ? [] : [nameConstraintBit(row)]
      const offended = OFFENDED_CONSTRAINTS[row.id] ?? row.chain.at(-2)
      const elements = row.chain.map((file) => [file, file === offended ? bits : []] as const).reverse()
      for (const chain of [alone, inPool]) {
        t.same(found(row, chain), comparable(bits, elements))
        const isKept = CertTrustInfo.namesOf(chain.infoStatus).includes('HAS_VALID_NAME_CONSTRAINTS')
        t.equal(isKept, row.expect === 'valid')
      }
    }
    for (const expected of [row.observedOnWindowsXp, row.expectedByRfcReading]) {
      if (expected?.chain == null || expected.elements === null) continue
      for (const chain of [alone, inPool]) {
        const wanted = comparable(expected.chain, expected.elements)
        if (row.id in BITS_EXCEPTIONS) t.notSame(found(row, chain), wanted, `an exception: ${BITS_EXCEPTIONS[row.id]}`)
        else t.same(found(row, chain), wanted)
      }
    }
  })
}
