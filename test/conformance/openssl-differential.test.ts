/**
 * Chains with random faults, asked of OpenSSL too. Another seed is given by OPENSSL_DIFFERENTIAL_SEED.
 */
import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import type { ChainOptions } from '../../lib/trust/chain-options.js'
import { CertificateChainEngine } from '../../lib/trust/engine.js'
import { CertTrust } from '../../lib/trust/status.js'
import type { Teardown } from '../support/conversation.js'
import { faultNames, generateChain, POLICY, type GeneratedChain } from '../support/generated-chain.js'
import { numbersFrom } from '../support/numbers-from.js'
import { requireProgram } from '../support/program.js'
import { temporaryFolder } from '../support/temporary-folder.js'

const SEED = Number(process.env['OPENSSL_DIFFERENTIAL_SEED'] ?? 20_260_601)
const CHAINS = 2_000
const TIME = new Date('2026-06-01T12:00:00Z')

interface Compared {
  /** The options that it was asked with. */
  readonly asked: readonly string[]
  readonly traits: readonly string[]
  /** Our bits. */
  readonly ours: readonly string[]
  /** OpenSSL's words; none: trusted. */
  readonly theirs: readonly string[]
}

/** The same question to both. OpenSSL takes an initial policy set that is not given for an empty one. */
const ANY_POLICY = ['-policy', '2.5.29.32.0']
const questions: ReadonlyArray<readonly [ours: ChainOptions, theirs: readonly string[]]> = [
  [{}, ANY_POLICY],
  [{ requireExplicitPolicy: true }, [...ANY_POLICY, '-explicit_policy']],
  [{ requireExplicitPolicy: true, initialPolicySet: [POLICY] }, ['-policy', POLICY, '-explicit_policy']],
  [{ requireExplicitPolicy: true, inhibitPolicyMapping: true }, [...ANY_POLICY, '-explicit_policy', '-inhibit_map']],
  [{ requireExplicitPolicy: true, inhibitAnyPolicy: true }, [...ANY_POLICY, '-explicit_policy', '-inhibit_any']]
]

/** What makes a verdict another one: our bit or OpenSSL's error, in a chain that has all these traits or options. */
interface Departure {
  readonly sign: RegExp
  readonly traits: readonly RegExp[]
}

const departures: Record<string, Departure> = {
  'a key identifier that does not fit lowers a candidate, it excludes none (trust-status.md)': {
    sign: /^20 /, traits: [/has another key identifier/]
  },
  'anyExtendedKeyUsage suffices for a client (RFC 5280 §4.2.1.12)': {
    sign: /^26 /, traits: [/is for any purpose/]
  },
  'whoever issues has basicConstraints (RFC 5280 §6.1.4(k)); keyCertSign does not stand in for them': {
    sign: /^INVALID_BASIC_CONSTRAINTS$/, traits: [/has no basicConstraints/]
  },
  'the own signature of a self-signed anchor is checked (trust-status.md)': {
    sign: /^IS_NOT_SIGNATURE_VALID$/, traits: [/anchor is self-signed with another key/]
  },
  'the policy constraints of an anchor count, as on Windows': {
    sign: /^NO_ISSUANCE_CHAIN_POLICY$/, traits: [/anchor (requires|inhibits)/]
  },
  'a policy extension that is there twice is invalid; OpenSSL reads none of an anchor, nor where no policy is stated': {
    sign: /^INVALID_(EXTENSION|POLICY_CONSTRAINTS)$/, traits: [/twice/, /anchor (requires|inhibits)|states no policy/]
  },
  'under an anyPolicy that is inhibited nothing is mapped (RFC 5280 §6.1.3(d)(2))': {
    sign: /^NO_ISSUANCE_CHAIN_POLICY$/, traits: [/maps a policy under anyPolicy/, /inhibits anyPolicy|inhibitAnyPolicy/]
  },
  'a policy mapped under anyPolicy is valid below (RFC 5280 §6.1.4(b)(1)); OpenSSL loses it below another anyPolicy': {
    sign: /^43 /, traits: [/maps a policy under anyPolicy/, /states anyPolicy below a mapping/]
  }
}

/** The verification errors of each, with their numbers; OpenSSL goes on after some of them. None: trusted. */
async function askOpenSSL (
  t: Teardown,
  chains: readonly GeneratedChain[],
  options: readonly string[]
): Promise<string[][]> {
  const pem = (select: (chain: GeneratedChain) => ReadonlyArray<{ pem: string }>): string =>
    chains.flatMap(select).map(({ pem }) => pem).join('')
  const folder = await temporaryFolder(t, {
    'anchors.pem': pem(({ anchors }) => anchors), 'untrusted.pem': pem(({ intermediates }) => intermediates)
  })
  await Promise.all(chains.map(({ leaf }, index) => writeFile(join(folder, `${index}.pem`), leaf.pem)))
  const { stdout, stderr } = spawnSync('openssl', [
    'verify', '-no-CAfile', '-no-CApath', '-no-CAstore', '-purpose', 'sslclient', '-attime', `${TIME.getTime() / 1000}`,
    '-trusted', 'anchors.pem', '-partial_chain', '-untrusted', 'untrusted.pem', '-policy_check', ...options,
    ...chains.map((_, index) => `${index}.pem`)
  ], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 })
  const trusted = new Set(stdout.split('\n'))
  const said = refusals(stderr)
  return chains.map((_, index) => trusted.has(`${index}.pem: OK`) ? [] : said.get(`${index}.pem`) ?? ['nothing'])
}

/** By the name of the file: `error 10 at 0 depth lookup: …` lines, then `error 7.pem: verification failed`. */
function refusals (stderr: string): Map<string, string[]> {
  const said = new Map<string, string[]>()
  let errors: string[] = []
  for (const line of stderr.split('\n')) {
    const [, number, text] = /^error (\d+) at \d+ depth lookup: (.*)$/.exec(line) ?? []
    if (number !== undefined) errors.push(`${number} ${text}`)
    const [, file] = /^error (\S+): verification failed$/.exec(line) ?? []
    if (file === undefined) continue
    said.set(file, errors)
    errors = []
  }
  return said
}

async function compare (
  t: Teardown,
  chains: readonly GeneratedChain[],
  [ourOptions, theirOptions]: typeof questions[number]
): Promise<Compared[]> {
  const theirs = await askOpenSSL(t, chains, theirOptions)
  const engine = new CertificateChainEngine({
    trustAnchors: chains.flatMap(({ anchors }) => anchors).map(({ der }) => der),
    intermediates: chains.flatMap(({ intermediates }) => intermediates).map(({ der }) => der)
  })
  return chains.map(({ leaf, faults, policyTraits }, index) => {
    const { errorStatus } = engine.getCertificateChain(leaf.der, { time: TIME, ...ourOptions })
    const ours = CertTrust.namesOf(errorStatus)
    return { asked: Object.keys(ourOptions), traits: [...faults, ...policyTraits], ours, theirs: theirs[index]! }
  })
}

/** Which of the departures explain a bit or an error. */
function explanations (sign: string, { asked, traits }: Compared): string[] {
  const all = [...traits, ...asked].join(', ')
  return Object.entries(departures)
    .filter(([, departure]) => departure.sign.test(sign) && departure.traits.every((trait) => trait.test(all)))
    .map(([title]) => title)
}

// Milliseconds: others use the machine too
t.setTimeout(300_000)

const isDifferent = ({ ours, theirs }: Compared): boolean => (ours.length === 0) !== (theirs.length === 0)

t.test(`${CHAINS} chains are trusted by both or by none, but for what is listed (seed ${SEED})`, async (t) => {
  if (!requireProgram(t, 'openssl', 'openssl')) return
  const next = numbersFrom(SEED)
  const chains = Array.from({ length: CHAINS }, (_, index) => generateChain(next, `Chain ${index}`))
  const all: Compared[] = []
  for (const [turn, question] of questions.entries()) {
    all.push(...await compare(t, chains.filter((_, index) => index % questions.length === turn), question))
  }
  const differing = all.filter(isDifferent).map((compared) => ({
    compared, explained: [...compared.ours, ...compared.theirs].map((sign) => explanations(sign, compared))
  }))
  t.strictSame(differing.filter(({ explained }) => explained.some(({ length }) => length === 0)), [])

  const met = differing.flatMap(({ explained }) => explained.flat())
  for (const title of Object.keys(departures)) {
    const times = met.filter((each) => each === title).length
    t.ok(times > 0, `met ${times} times: ${title}`)
  }
  const trusted = all.filter(({ theirs }) => theirs.length === 0).length
  t.ok(trusted > CHAINS / 5 && trusted < CHAINS * 4 / 5, `OpenSSL trusts ${trusted}`)
  for (const fault of faultNames) {
    t.ok(chains.some(({ faults }) => faults.length === 1 && faults[0]!.endsWith(fault)), `one chain only ${fault}`)
  }
})
