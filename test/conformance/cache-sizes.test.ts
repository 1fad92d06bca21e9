/** Speed changes no verdict: the rows of PKITS with every cache on, off, and with room for one. */
import t from 'tap'
import type { CertificateChain } from '../../lib/trust/chain.js'
import { CertificateChainEngine } from '../../lib/trust/engine.js'
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
  const answer = engine.getCertificateChain(readCertificate(chain.at(-1)!), {
    additionalCertificates: chain.slice(1, -1).map(readCertificate),
    crls: hasCrls ? crls.map(readCrl) : undefined,
    ...optionsOf(row)
  })
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

for (const [name, cacheSize] of [['of 1', 1], ['of the default size', 1_000]] as const) {
  t.test(`verdicts with caches ${name} are those without, asked forth and back`, async (t) => {
    t.strictSame(verdictsWith(cacheSize, [...rows, ...rows.toReversed()]), uncached)
  })
}
