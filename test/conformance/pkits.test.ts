import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { CertTrust, CertTrustInfo } from '../../lib/trust/status.js'
import { BITS_EXCEPTIONS, READING_EXCEPTIONS, XP_EXCEPTIONS } from './pkits/exceptions.js'
import { chainOf, comparable, found, known, type Bits } from './pkits/judge.js'
import { pkitsFolder, readCertificate, readCrl, rows, type Row } from './pkits/rows.js'

/** Sections that are about CRLs: without revocation they show nothing. */
const CRL_SECTIONS = new Set(['4.4', '4.5', '4.14', '4.15'])

/** Rows whose verdict differs while revocation is off. */
const VERDICT_EXCEPTIONS: Record<string, string> = {
  '4.7.4': 'the CRL is at fault, and revocation is off',
  '4.7.5': 'the CRL is at fault, and revocation is off'
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

const everyCertificate = readdirSync(join(pkitsFolder, 'certs')).map(readCertificate)
const everyCrl = readdirSync(join(pkitsFolder, 'crls')).map(readCrl)

function withoutRevocation ({ chain, elements }: Bits): Bits {
  const relevant = (bits: readonly string[]): string[] => bits.filter((bit) => !REVOCATION.includes(bit))
  return { chain: relevant(chain), elements: elements.map(([file, bits]) => [file, relevant(bits)] as const) }
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
