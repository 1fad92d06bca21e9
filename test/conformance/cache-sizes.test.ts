/**
 * Speed changes no verdict: the rows of PKITS, and certificates changed at random, with every cache on, off, and with
 * room for one.
 *
 *     MUTATIONS=100000 npx tsx test/conformance/cache-sizes.test.ts     all that mutations.test.ts has; some minutes
 */
import t from 'tap'
import type { CertificateChain } from '../../lib/trust/chain.js'
import { CertificateChainEngine } from '../../lib/trust/engine.js'
import { Donors } from './mutations/donors.js'
import { Mutants, type Mutant } from './mutations/mutant.js'
import { createEngine, generatedChains, pkitsChains } from './mutations/seeds.js'
import { optionsOf } from './pkits/judge.js'
import { pkitsFolder, readCertificate, readCrl, rows, type Row } from './pkits/rows.js'

/** Answers as far as they depend on the question. */
type Verdict = Pick<CertificateChain, 'errorStatus' | 'infoStatus' | 'userConstrainedPolicySet' | 'budgetExceeded'> &
  { readonly elements: ReadonlyArray<readonly [fingerprint256: string, errorStatus: number, infoStatus: number]> }

/** One engine for all the questions, so that what one leaves behind is there for the next. */
function verdictsWith (cacheSize: number, order: readonly Row[]): Map<string, Verdict> {
  const trustAnchors = readCertificate(rows[0]!.chain[0]!)
  const engine = new CertificateChainEngine({ trustAnchors, strength: 'any', cacheSize })
  return new Map(order.flatMap((row) => [false, true].map((hasCrls) => [
    `${row.id}${hasCrls ? ' with CRLs' : ''}`, verdictOn(engine, row, hasCrls)
  ])))
}

function verdictOn (engine: CertificateChainEngine, row: Row, hasCrls: boolean): Verdict {
  const { chain, crls } = row
  return verdictOf(engine.getCertificateChain(readCertificate(chain.at(-1)!), {
    additionalCertificates: chain.slice(1, -1).map(readCertificate),
    crls: hasCrls ? crls.map(readCrl) : undefined,
    ...optionsOf(row)
  }))
}

function verdictOf (answer: CertificateChain): Verdict {
  const { errorStatus, infoStatus, userConstrainedPolicySet, budgetExceeded } = answer
  const elements = answer.elements.map(({ certificate, ...status }) =>
    [certificate.fingerprint256, status.errorStatus, status.infoStatus] as const)
  return { errorStatus, infoStatus, userConstrainedPolicySet, budgetExceeded, elements }
}

const uncached = verdictsWith(0, rows)

t.test(`the rows in ${pkitsFolder} share their anchor and have two questions each`, async (t) => {
  t.equal(new Set(rows.map(({ chain }) => chain[0])).size, 1)
  t.equal(uncached.size, rows.length * 2)
  t.ok([...uncached.values()].some(({ errorStatus }) => errorStatus === 0))
})

const sizes = [['of 1', 1], ['of the default size', 1_000]] as const

for (const [name, cacheSize] of sizes) {
  t.test(`verdicts with caches ${name} are those without, asked forth and back`, async (t) => {
    t.strictSame(verdictsWith(cacheSize, [...rows, ...rows.toReversed()]), uncached)
  })
}

const { MUTATIONS = '1000' } = process.env
const MUTATIONS_SEED = 20261122
const seeds = { generated: generatedChains(), pkits: pkitsChains() }

function makeMutants (): Mutant[] {
  const ders = [...seeds.generated, ...seeds.pkits].flatMap(({ certificates }) => certificates.map(({ der }) => der))
  const mutants = new Mutants(seeds.generated, seeds.pkits, new Donors(new Set(ders)), MUTATIONS_SEED)
  return Array.from({ length: Number(MUTATIONS) }, (_, number) => mutants.make(number))
}

/** One engine for all the mutants of an anchor. */
function mutantJudge (cacheSize: number): (mutant: Mutant) => Verdict {
  const engines = new Map<string, CertificateChainEngine>()
  return ({ seed: { trustAnchor, options }, leaf, additionalCertificates }) => {
    const key = trustAnchor.toString('latin1')
    const engine = engines.get(key) ?? createEngine(trustAnchor, cacheSize)
    engines.set(key, engine)
    return verdictOf(engine.getCertificateChain(leaf, { ...options, additionalCertificates }))
  }
}

t.test(`${MUTATIONS} mutants have the verdicts that they have without caches`, async (t) => {
  const mutants = makeMutants()
  const withoutCaches = mutants.map(mutantJudge(0))
  t.ok(withoutCaches.some(({ errorStatus }) => errorStatus === 0))
  for (const [name, cacheSize] of sizes) {
    const judge = mutantJudge(cacheSize)
    t.strictSame(mutants.map(judge), withoutCaches, `caches ${name}`)
    t.strictSame(mutants.toReversed().map(judge).reverse(), withoutCaches, `caches ${name}, asked back`)
  }
})
