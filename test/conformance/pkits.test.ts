import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { CertificateChainEngine } from '../../lib/trust/engine.js'
import { CertTrust, CertTrustInfo } from '../../lib/trust/status.js'
import type { CertificateChain } from '../../lib/trust/chain.js'

/** Names of bits: of the chain, and of each of its elements by file. */
interface ExpectedBits {
  readonly chain: readonly string[] | null
  readonly elements: ReadonlyArray<readonly [file: string, bits: readonly string[] | null]> | null
}

interface Row {
  readonly id: string
  readonly section: string
  readonly title: string
  /** The anchor first, the leaf last. */
  readonly chain: readonly string[]
  /** Of these the certificates of the path: the others serve the CRLs. */
  readonly path: readonly string[]
  readonly crls: readonly string[]
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

/** Sections that are about CRLs: without revocation they show nothing. */
const CRL_SECTIONS = new Set(['4.4', '4.5', '4.14', '4.15'])

/** Rows whose verdict differs while revocation is off. */
const VERDICT_EXCEPTIONS: Record<string, string> = {
  '4.7.4': 'the CRL is at fault, and revocation is off',
  '4.7.5': 'the CRL is at fault, and revocation is off'
}

/** Rows whose bits differ, those of revocation left aside. */
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

const NO_CRL = 'no usable CRL: today\'s Windows and trust-status.md have IS_OFFLINE_REVOCATION besides'
const OTHER_SIGNER = 'Windows XP knows no CRL signer but the issuer; RFC 5280 §6.3.3(f) does'
const SIGNER_IN_PATH = 'the certificate that signs the CRL is listed as if it were in the path'

/** Rows whose bits differ from what Windows XP had, revocation on. */
const XP_EXCEPTIONS: Record<string, string> = {
  ...BITS_EXCEPTIONS,
  '4.3.11': 'Windows XP does not find the CRL under a name in another case; RFC 5280 §7.1 does',
  '4.4.1': NO_CRL,
  '4.4.4': NO_CRL,
  '4.4.5': NO_CRL,
  '4.4.6': NO_CRL,
  '4.4.9': NO_CRL,
  '4.4.10': NO_CRL,
  '4.4.19': OTHER_SIGNER,
  '4.4.20': OTHER_SIGNER,
  '4.4.21': NO_CRL,
  '4.6.16': OTHER_SIGNER,
  '4.6.17': OTHER_SIGNER,
  '4.7.4': 'Windows XP does not ask a CRL signer for cRLSign; RFC 5280 §6.3.3(f) does',
  '4.7.5': 'Windows XP does not ask a CRL signer for cRLSign; RFC 5280 §6.3.3(f) does'
}

/** Rows whose bits differ from that reading of the RFC, revocation on. */
const READING_EXCEPTIONS: Record<string, string> = {
  ...BITS_EXCEPTIONS,
  '4.4.1': NO_CRL,
  '4.4.4': NO_CRL,
  '4.4.5': NO_CRL,
  '4.4.6': NO_CRL,
  '4.4.9': 'trust-status.md: an unknown critical extension makes a CRL unusable, also where it lists the certificate',
  '4.4.10': NO_CRL,
  '4.4.19': OTHER_SIGNER,
  '4.4.20': OTHER_SIGNER,
  '4.4.21': NO_CRL,
  '4.5.4': SIGNER_IN_PATH,
  '4.5.5': SIGNER_IN_PATH,
  '4.5.6': SIGNER_IN_PATH,
  '4.5.7': SIGNER_IN_PATH,
  '4.7.4': NO_CRL,
  '4.7.5': NO_CRL
}

/** Bits that only a check of revocation sets. */
const REVOCATION = ['REVOCATION_STATUS_UNKNOWN', 'IS_OFFLINE_REVOCATION']

const folder = join('test', 'conformance', 'pkits')
const { rows } = JSON.parse(readFileSync(join(folder, 'pkits.json'), 'utf8')) as { rows: Row[] }
const everyCertificate = readdirSync(join(folder, 'certs')).map(readCertificate)
const everyCrl = readdirSync(join(folder, 'crls')).map(readCrl)

function readCertificate (file: string): Buffer {
  return readFileSync(join(folder, 'certs', file))
}

function readCrl (file: string): Buffer {
  return readFileSync(join(folder, 'crls', file))
}

/** Revocation is on where CRLs are given. */
function chainOf (
  { chain, validationTime, inputs }: Row,
  intermediates: readonly Buffer[],
  crls: readonly Buffer[] = []
): CertificateChain {
  const engine = new CertificateChainEngine({
    trustAnchors: readCertificate(chain[0]!),
    intermediates,
    crls,
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

/** Names of bits, with the certificates' files. */
interface Bits {
  readonly chain: readonly string[]
  readonly elements: ReadonlyArray<readonly [file: string, bits: readonly string[]]>
}

function comparable (chain: readonly string[], elements: Bits['elements']): Bits {
  return { chain: [...chain].sort(), elements: elements.map(([file, bits]) => [file, [...bits].sort()] as const) }
}

function withoutRevocation ({ chain, elements }: Bits): Bits {
  const relevant = (bits: readonly string[]): string[] => bits.filter((bit) => !REVOCATION.includes(bit))
  return { chain: relevant(chain), elements: elements.map(([file, bits]) => [file, relevant(bits)] as const) }
}

function found ({ path }: Row, { errorStatus, elements }: CertificateChain): Bits {
  return comparable(CertTrust.namesOf(errorStatus), elements.map((element, index) => {
    const file = path.at(-1 - index)
    const isThatFile = file !== undefined && readCertificate(file).equals(element.certificate.raw)
    return [isThatFile ? file : `another than ${file}`, CertTrust.namesOf(element.errorStatus)] as const
  }))
}

/** `null`: they are not known. */
function known ({ chain, elements }: ExpectedBits): Bits | null {
  return chain === null || elements === null || elements.some(([, bits]) => bits === null)
    ? null
    : comparable(chain, elements as Bits['elements'])
}

function nameConstraintBit ({ reason }: Row): string {
  return /are excluded from/.test(reason!) ? 'HAS_EXCLUDED_NAME_CONSTRAINT' : 'HAS_NOT_PERMITTED_NAME_CONSTRAINT'
}

for (const row of rows.filter(({ section }) => !CRL_SECTIONS.has(section))) {
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
      const bits = expected === undefined ? null : known(expected)
      if (bits === null) continue
      const wanted = withoutRevocation(bits)
      for (const chain of [alone, inPool]) {
        if (row.id in BITS_EXCEPTIONS) t.notSame(found(row, chain), wanted, `an exception: ${BITS_EXCEPTIONS[row.id]}`)
        else t.same(found(row, chain), wanted)
      }
    }
  })
}

for (const row of rows) {
  t.test(`${row.id} ${row.title}, with its CRLs`, async (t) => {
    const alone = chainOf(row, row.chain.slice(1, -1).map(readCertificate), row.crls.map(readCrl))
    const inPool = chainOf(row, everyCertificate, everyCrl)
    for (const chain of [alone, inPool]) {
      t.equal(chain.errorStatus === 0, row.expect === 'valid', `found ${CertTrust.namesOf(chain.errorStatus)}`)
      if (row.expect === 'valid') {
        t.same([...chain.userConstrainedPolicySet].sort(), [...row.expectedUserPolicySet!].sort())
      }
    }
    for (const [expected, exceptions] of [
      [row.observedOnWindowsXp, XP_EXCEPTIONS], [row.expectedByRfcReading, READING_EXCEPTIONS]
    ] as const) {
      const wanted = expected === undefined ? null : known(expected)
      if (wanted === null) continue
      for (const chain of [alone, inPool]) {
        if (row.id in exceptions) t.notSame(found(row, chain), wanted, `an exception: ${exceptions[row.id]}`)
        else t.same(found(row, chain), wanted)
      }
    }
  })
}
