/**
 * CRLs and OCSP responses changed at random, half of them signed again by whoever signed the original, so that the
 * checks behind the signature are reached.
 *
 * It asks for no exception, no run over 100 ms of the processor's time, nobody trusted by what OpenSSL's signature
 * check refuses, and nobody trusted by what was not signed again, unless it is what makes the leaf good, unchanged.
 *
 *     REVOCATION_MUTATIONS=1000000 npx tsx test/conformance/revocation-mutations.test.ts     more of them
 *     REVOCATION_MUTATIONS_SEED=7 npx tsx test/conformance/revocation-mutations.test.ts      others
 *     REVOCATION_MUTATIONS_FROM=4711 REVOCATION_MUTATIONS=1 npx tsx …                        one of them again
 */
import { setImmediate } from 'node:timers/promises'
import t from 'tap'
import { CertificateChainEngine } from '../../lib/trust/engine.js'
import { root, authority, time } from '../support/revocation-chain.js'
import { Donors } from './mutations/donors.js'
import { processorTime } from './mutations/processor-time.js'
import { Random } from './mutations/random.js'
import { donors, leaf, seeds, signerKeys } from './mutations/revocation-seeds.js'
import { change, isSignedBy, signedPartsOf, type ChangedSeed } from './mutations/signed-seed.js'

const {
  REVOCATION_MUTATIONS = '20000', REVOCATION_MUTATIONS_SEED = '20260615', REVOCATION_MUTATIONS_FROM = '0'
} = process.env
const count = Number(REVOCATION_MUTATIONS)
const seed = Number(REVOCATION_MUTATIONS_SEED)
const first = Number(REVOCATION_MUTATIONS_FROM)
const LIMIT = 100 // ms
const BATCH = 1_000

// Milliseconds
t.setTimeout(60_000 + count * 5)

const elements = new Donors(donors)
const createEngine = (): CertificateChainEngine =>
  new CertificateChainEngine({ trustAnchors: root.der, intermediates: authority.der })
const engine = createEngine()

/** Whether the leaf is trusted. CRLs that can't be read are the caller's mistake, and a TypeError says so. */
function isTrusted ({ seed: { kind, beside }, der }: Pick<ChangedSeed, 'seed' | 'der'>, asked = engine): boolean {
  const given = kind === 'crl' ? { crls: [...beside, der] } : { ocspResponses: der }
  try {
    const options = { time, usage: null, revocation: 'endCertificate', ...given } as const
    return asked.getCertificateChain(leaf.der, options).errorStatus === 0
  } catch (error) {
    if (kind === 'crl' && error instanceof TypeError && error.message.startsWith('crls[')) return false
    throw error
  }
}

/** One may be put in the place of another. */
const goodData = seeds.filter(({ isGood }) => isGood).map(({ kind, der }) => signedPartsOf(kind, der)!.data)

/** Why nobody may be trusted by it; null: nothing is against it. */
function objectionTo ({ seed: { kind }, der, isSignedAgain }: ChangedSeed): string | null {
  if (!isSignedBy(kind, der, signerKeys[kind])) return 'OpenSSL finds its signature wrong'
  if (isSignedAgain) return null
  const { data } = signedPartsOf(kind, der)!
  return goodData.some((good) => good.equals(data)) ? null : 'nobody has signed it'
}

/** What a run found. */
class Findings {
  readonly exceptions: string[] = []
  readonly slow: string[] = []
  readonly objections: string[] = []
  /** How many trusted ones were signed again, and how many not. */
  readonly trusted = { signedAgain: 0, asBefore: 0 }
  /** ms, by the clock. */
  slowest = 0

  examine (mutant: ChangedSeed, number: number): void {
    const start = performance.now()
    let trusted = false
    try {
      trusted = isTrusted(mutant)
    } catch (error) {
      this.exceptions.push(describe(mutant, number, String(error)))
    }
    const duration = performance.now() - start
    this.slowest = Math.max(this.slowest, duration)
    if (duration > LIMIT && processorTime(() => judgeAfresh(mutant)) > LIMIT) {
      this.slow.push(describe(mutant, number, `${duration} ms`))
    }
    if (trusted) this.#examineTrusted(mutant, number)
  }

  #examineTrusted (mutant: ChangedSeed, number: number): void {
    this.trusted[mutant.isSignedAgain ? 'signedAgain' : 'asBefore']++
    const objection = objectionTo(mutant)
    if (objection !== null) this.objections.push(describe(mutant, number, objection))
  }
}

/** By an engine that remembers nothing. */
function judgeAfresh (mutant: ChangedSeed): () => void {
  const fresh = createEngine()
  return () => isTrusted(mutant, fresh)
}

function describe ({ seed: { name }, der }: ChangedSeed, number: number, what: string): string {
  return `mutant ${number} of ${name}: ${what}\n${der.toString('base64')}`
}

t.test('what is changed is refused as it is, or good', async (t) => {
  for (const seed of seeds) t.equal(isTrusted({ seed, der: seed.der }), seed.isGood, seed.name)
})

t.test(`${count} mutants from ${first}, seed ${seed}`, async (t) => {
  const findings = new Findings()
  for (let number = first; number < first + count; number++) {
    const random = new Random(seed, number)
    findings.examine(change(random, random.pick(seeds), elements), number)
    if (number % BATCH === 0) await setImmediate() // for tap's own timers
  }
  const { exceptions, slow, objections, trusted, slowest } = findings
  t.strictSame(exceptions.slice(0, 5), [], `no exception (${exceptions.length})`)
  t.strictSame(slow.slice(0, 5), [], `no run over ${LIMIT} ms (${slow.length})`)
  t.strictSame(objections.slice(0, 5), [], `nobody trusted by what OpenSSL refuses (${objections.length})`)
  t.comment(`trusted: ${JSON.stringify(trusted)}; slowest by the clock: ${slowest.toFixed(1)} ms`)
  if (count < BATCH) return
  t.ok(trusted.signedAgain > count / 50, 'many mutants come through all checks')
  t.ok(trusted.asBefore > 0, 'some mutants differ where nothing is signed')
})
