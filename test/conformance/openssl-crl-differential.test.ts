/**
 * Chains whose CRLs have random faults, asked of OpenSSL too. Another seed is given by OPENSSL_CRL_DIFFERENTIAL_SEED.
 */
import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { CertificateChainEngine } from '../../lib/trust/engine.js'
import { CertTrust } from '../../lib/trust/status.js'
import type { Teardown } from '../support/conversation.js'
import {
  cRLNumber, deltaCRLIndicator, entry, flag, fullName, issuingDistributionPoint, reasonCode, reasons, removeFromCRL,
  signedCrl, time as date, unknownExtension, uri, type CrlParts
} from '../support/crl.js'
import { bitString, commonName, extension, integer, sequence, TRUE } from '../support/der.js'
import { handMade, handMadeAuthority, pemOf, type HandMade } from '../support/hand-made.js'
import { numbersFrom } from '../support/numbers-from.js'
import { requireProgram } from '../support/program.js'
import { time } from '../support/revocation-chain.js'
import { temporaryFolder } from '../support/temporary-folder.js'

const SEED = Number(process.env['OPENSSL_CRL_DIFFERENTIAL_SEED'] ?? 20_260_615)
const CHAINS = 1_000

// Milliseconds: others use the machine too
t.setTimeout(300_000)

const next = numbersFrom(SEED)
const pick = <Item>(items: readonly Item[]): Item => items[next(items.length)]!

/** Every certificate of a chain has the serial number of its depth, the root 01. */
const serialOf = (depth: number): string => `0${depth + 1}`

/** The CRLs of one authority, before they are signed. */
interface Lists {
  readonly complete: CrlParts[]
  /** Of the certificate below. */
  readonly below: string
}

const freshestCRL = extension('2.5.29.46', sequence(sequence(fullName(uri('http://crl.test/delta')))))
const withDelta = [cRLNumber(1), freshestCRL]
const delta = (...entries: Buffer[]): CrlParts =>
  ({ entries, extensions: [cRLNumber(2), deltaCRLIndicator(1)], thisUpdate: date('260602000000Z') })
const STALE = { thisUpdate: date('260501000000Z'), nextUpdate: date('260610000000Z') }
const OLDER = { thisUpdate: date('260520000000Z') }

const faults: Record<string, (lists: Lists) => CrlParts[]> = {
  'lists the one below': ({ below }) => [{ entries: [entry(below)] }],
  'stands beside one of the same moment that lists the one below': ({ complete, below }) =>
    [...complete, { entries: [entry(below)] }],
  'lists the one below and says why': ({ below }) => [{ entries: [entry(below, reasonCode(1))] }],
  'lists others': () => [{ entries: [entry('77'), entry('0101')] }],
  'is missing': () => [],
  'is stale': () => [STALE],
  'is stale and lists the one below': ({ below }) => [{ ...STALE, entries: [entry(below)] }],
  'is not in force yet': () => [{ thisUpdate: date('260620000000Z') }],
  'has no nextUpdate': () => [{ nextUpdate: '' }],
  'has a wrong signature': () => [{ signature: bitString(0, '3006020101020101') }],
  'has an unknown critical extension': () => [{ extensions: [unknownExtension(TRUE)] }],
  'has an unknown extension': () => [{ extensions: [unknownExtension()] }],
  'has an entry with an unknown critical extension': () => [{ entries: [entry('77', unknownExtension(TRUE))] }],
  'is for users': () => [{ extensions: [issuingDistributionPoint(flag(1))] }],
  'is for CAs': () => [{ extensions: [issuingDistributionPoint(flag(2))] }],
  'is for attribute certificates': () => [{ extensions: [issuingDistributionPoint(flag(5))] }],
  'is for some reasons': () => [{ extensions: [issuingDistributionPoint(reasons(0x83, '60'))] }],
  'is for another place': () => [{ extensions: [issuingDistributionPoint(fullName(uri('http://crl.test/other')))] }],
  'takes the one below from itself': ({ below }) => [{ entries: [entry(below, removeFromCRL)] }],
  'replaces an older one that lists the one below': ({ complete, below }) =>
    [{ ...OLDER, entries: [entry(below)] }, ...complete],
  'is older than one that lists the one below': ({ below }) => [OLDER, { entries: [entry(below)] }],
  'has a delta': () => [{ extensions: withDelta }, delta()],
  'has a delta that lists the one below': ({ below }) => [{ extensions: withDelta }, delta(entry(below))],
  'has a delta that takes the one below off': ({ below }) =>
    [{ extensions: withDelta, entries: [entry(below, reasonCode(6))] }, delta(entry(below, removeFromCRL))],
  'is a delta alone': () => [delta()]
}

/** Where the verdicts differ: who trusts, and a fault that the chain then has. */
interface Departure {
  readonly trustedBy: 'us' | 'OpenSSL'
  readonly fault: RegExp
}

const departures: Record<string, Departure> = {
  'all current CRLs are heard; OpenSSL takes one of them (trust-status.md)': {
    trustedBy: 'OpenSSL', fault: /stands beside one of the same moment/
  },
  'a root need not be on a list; OpenSSL asks for one that speaks of it (trust-status.md)': {
    trustedBy: 'us', fault: /^authority 0 is for users$/
  }
}

interface Chain {
  /** Such as `authority 0 has no nextUpdate`; the root is authority 0. */
  readonly faults: readonly string[]
  readonly root: HandMade
  readonly intermediates: readonly HandMade[]
  readonly leaf: HandMade
  readonly crls: readonly Buffer[]
}

const withoutCrlSign = sequence(
  extension('2.5.29.19', sequence(TRUE), TRUE), extension('2.5.29.15', bitString(2, '04'), TRUE)
)
const NO_CRL_SIGN = 'may not sign CRLs'

function generate (title: string): Chain {
  const depth = 1 + next(3)
  const applied: string[] = []
  const authorities: HandMade[] = []
  for (let index = 0; index < depth; index++) {
    const maySign = next(20) > 0
    if (!maySign) applied.push(`authority ${index} ${NO_CRL_SIGN}`)
    authorities.push(handMadeAuthority({
      subject: commonName(`${title} ${index}`),
      serialNumber: integer(serialOf(index)),
      ...maySign ? {} : { extensionList: withoutCrlSign }
    }, authorities.at(-1) ?? null))
  }
  const crls = authorities.flatMap((authority, index) => {
    const lists = { complete: [{}], below: serialOf(index + 1) }
    if (next(2) === 0) return [signedCrl(authority)]
    const fault = pick(Object.keys(faults))
    applied.push(`authority ${index} ${fault}`)
    return faults[fault]!(lists).map((parts) => signedCrl(authority, parts))
  })
  const [root, ...intermediates] = authorities
  const leaf = handMade(authorities.at(-1)!, {
    subject: commonName(`${title} leaf`), serialNumber: integer(serialOf(depth))
  })
  return { faults: applied, root: root!, intermediates, leaf, crls }
}

/** Whom OpenSSL trusts. */
async function askOpenssl (t: Teardown, chains: readonly Chain[]): Promise<boolean[]> {
  const pem = (certificates: readonly HandMade[]): string => certificates.map(({ pem }) => pem).join('')
  const folder = await temporaryFolder(t, {
    'anchors.pem': pem(chains.map(({ root }) => root)),
    'untrusted.pem': pem(chains.flatMap(({ intermediates }) => intermediates)),
    'crls.pem': chains.flatMap(({ crls }) => crls).map((crl) => pemOf(crl, 'X509 CRL')).join('')
  })
  await Promise.all(chains.map(({ leaf }, index) => writeFile(join(folder, `${index}.pem`), leaf.pem)))
  const { stdout } = spawnSync('openssl', [
    'verify', '-no-CApath', '-no-CAstore', '-CAfile', 'anchors.pem', '-untrusted', 'untrusted.pem',
    '-CRLfile', 'crls.pem', '-crl_check_all', '-extended_crl', '-use_deltas', '-attime', `${time.getTime() / 1_000}`,
    ...chains.map((_, index) => `${index}.pem`)
  ], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 })
  const trusted = new Set(stdout.split('\n'))
  return chains.map((_, index) => trusted.has(`${index}.pem: OK`))
}

t.test(`${CHAINS} chains are trusted by both or by none, whatever their CRLs are like (seed ${SEED})`, async (t) => {
  if (!requireProgram(t, 'openssl', 'openssl')) return
  const chains = Array.from({ length: CHAINS }, (_, index) => generate(`Chain ${index}`))
  const theirs = await askOpenssl(t, chains)
  const engine = new CertificateChainEngine({
    trustAnchors: chains.map(({ root }) => root.der),
    intermediates: chains.flatMap(({ intermediates }) => intermediates).map(({ der }) => der),
    crls: chains.flatMap(({ crls }) => crls)
  })
  const differing = chains.flatMap(({ leaf, faults }, index) => {
    const { errorStatus } = engine.getCertificateChain(leaf.der, { time, usage: null, revocation: 'chain' })
    if ((errorStatus === 0) === theirs[index]) return []
    const trustedBy = errorStatus === 0 ? 'us' : 'OpenSSL'
    const [title] = Object.entries(departures).find(([, departure]) =>
      departure.trustedBy === trustedBy && faults.some((fault) => departure.fault.test(fault))) ?? [null]
    return [{ title, faults, ours: CertTrust.namesOf(errorStatus) }]
  })
  t.strictSame(differing.filter(({ title }) => title === null), [])
  for (const wanted of Object.keys(departures)) {
    const times = differing.filter(({ title }) => title === wanted).length
    t.ok(times > 0, `met ${times} times: ${wanted}`)
  }
  const trusted = theirs.filter((isTrusted) => isTrusted).length
  t.ok(trusted > CHAINS / 5 && trusted < CHAINS * 4 / 5, `OpenSSL trusts ${trusted}`)
  for (const fault of [...Object.keys(faults), NO_CRL_SIGN]) {
    t.ok(chains.some(({ faults }) => faults.length === 1 && faults[0]!.endsWith(fault)), `one chain only ${fault}`)
  }
})
