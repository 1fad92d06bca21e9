import t from 'tap'
import { people } from '../../examples/accounts/people.js'
import type { Person } from '../../examples/accounts/people.js'
import type { Pki, PkiFile } from '../../examples/accounts/pki.js'
import { answers } from '../../lib/errors.js'
import type { ErrorCode } from '../../lib/errors.js'
import { createAccounts, identityOf } from './accounts-site.js'
import { testMatrix } from './matrix.js'
import { certificateFacts, log } from './rows.js'
import type { LogFacts, Row, Visitor } from './visitor.js'

/** What the server finds out about a certificate. */
interface Judgement {
  user: string | null
  step: string
  /** Of the chain. */
  trust: readonly string[]
  /** Common names, leaf first, each with the bits of its certificate. */
  chain: ReadonlyArray<readonly [commonName: string, trust: readonly string[]]>
}

const company = [['CompanyIssuer', []], ['Company Root', []]] as const
const expired = ['IS_NOT_TIME_VALID']
const untrusted = ['IS_UNTRUSTED_ROOT']
const forged = ['IS_NOT_SIGNATURE_VALID']

const judgements: Partial<Record<PkiFile, Judgement>> = {
  'alice.pem': { user: 'Alice', step: 'permissions', trust: [], chain: [['Alice', []], ...company] },
  'bob.pem': { user: 'Bob', step: 'permissions', trust: [], chain: [['Bob', []], ...company] },
  'carol.pem': { user: 'Carol', step: 'permissions', trust: [], chain: [['Carol', []], ['AccountingIssuer', []]] },
  'mallory.pem': { user: null, step: 'mapping', trust: [], chain: [['Mallory', []], ...company] },
  'dave.pem': { user: 'Dave', step: 'access', trust: [], chain: [['Dave', []], ...company] },
  'erin.pem': { user: null, step: 'mapping', trust: [], chain: [['Erin', []], ['BranchIssuer', []], ...company] },
  'alice-expired.pem': { user: null, step: 'trust', trust: expired, chain: [['Alice', expired], ...company] },
  'self-signed.pem': { user: null, step: 'trust', trust: untrusted, chain: [['AccountingIssuer', untrusted]] },
  // The issuer of that name is another one: its key does not verify the signature.
  'stranger.pem': { user: null, step: 'trust', trust: forged, chain: [['Alice', forged], ...company] }
}

t.test('everyone at the door of /Accounts, in every way', async t => {
  const { site, pki } = await createAccounts(t)
  await testMatrix(t, {
    site,
    visitors: people.map(person => visitorOf(person, pki)),
    // 12 rows; 5 clients, 2 versions of HTTP, 2 of TLS, 3 manners: 60 ways, of which 24 are HTTP that a client has not.
    cells: { tried: 12 * 36, impossible: 12 * 24 }
  })
})

function visitorOf (person: Person, pki: Pki): Visitor {
  const { who, sends, file, leafAlone, headers = {}, path = '/Accounts/balance', expected } = person
  const judgement = file && judgements[file]
  const row: Row = {
    name: `with ${sends} gets ${expected}`,
    request: { path, headers },
    answer: expected === '200' ? { user: judgement?.user ?? null } : codeOf(expected),
    log: path === '/' ? null : logOf(judgement, file && pki[file])
  }
  return { who, rows: [row], ...file && { identity: identityOf(pki[file], leafAlone) } }
}

function logOf (judgement: Judgement | undefined, pem: string | undefined): LogFacts {
  if (judgement === undefined || pem === undefined) return log('/Accounts', 'certificate')
  const { user, step, trust, chain } = judgement
  return log('/Accounts', step, { user, certificate: certificateFacts(pem, trust, chain) })
}

function codeOf (subStatus: string): ErrorCode {
  const code = (Object.keys(answers) as ErrorCode[]).find(code => answers[code].subStatus === subStatus)
  if (code === undefined) throw new Error(`${subStatus} is no answer`)
  return code
}
