import t from 'tap'
import { refuse } from '../../lib/access/decide.js'
import type { Decision } from '../../lib/access/decision.js'
import { DecisionLine } from '../../lib/gate/decision-line.js'
import { CertificateChainEngine } from '../../lib/trust/engine.js'
import { entry, reasonCode, signedCrl } from '../support/crl.js'
import { commonName, integer } from '../support/der.js'
import { createGuardedSite } from '../support/guarded-site.js'
import { handMade, handMadeAuthority } from '../support/hand-made.js'

const { site, alice, authority } = await createGuardedSite()
const engine = new CertificateChainEngine({ trustAnchors: site.trustAnchors! })
const revokingRoot = handMadeAuthority({ subject: commonName('Root') })
const revokedLeaf = handMade(revokingRoot, { subject: commonName('Leaf'), serialNumber: integer('05') })
const root = { path: '/Accounts' } as Decision['virtualRoot']

function lineOf (decision: Decision): Record<string, unknown> {
  return JSON.parse(JSON.stringify(new DecisionLine(decision)))
}

t.test('a refusal without a certificate says where and why', async (t) => {
  t.strictSame(lineOf(refuse('FST_CE_AMBIGUOUS_PATH', 'two readings')), {
    code: 'FST_CE_AMBIGUOUS_PATH', subStatus: '400', virtualRoot: null, step: 'virtualRoot', reason: 'two readings', user: null
  })
})

t.test('a certificate is described with every bit by name, and each of its chain', async (t) => {
  const chain = engine.getCertificateChain(alice.der, { time: new Date('2050-01-01T00:00:00Z') })
  const line = lineOf({
    ...refuse('FST_CE_CERT_TIME', 'expired'),
    virtualRoot: root,
    pseudoUser: { name: 'Alice', groups: [], isAdministrator: false },
    chain
  })
  t.match(line, {
    virtualRoot: '/Accounts',
    user: 'Alice',
    issuer: 'CN=CompanyIssuer',
    subject: 'CN=Alice',
    serialNumber: /^0a$/i,
    fingerprint256: /^[\dA-F:]{95}$/,
    trust: ['IS_NOT_TIME_VALID'],
    budgetExceeded: null,
    chain: [
      { subject: 'CN=Alice', trust: ['IS_NOT_TIME_VALID'] },
      { subject: authority.certificate.subject, trust: ['IS_NOT_TIME_VALID'] }
    ]
  })
})

t.test('of a certificate that is revoked the line says why and since when, of the others nothing', async (t) => {
  const crls = signedCrl(revokingRoot, { entries: [entry('05', reasonCode(1))] })
  const chain = new CertificateChainEngine({ trustAnchors: revokingRoot.der, crls })
    .getCertificateChain(revokedLeaf.der, { time: new Date('2026-06-15T12:00:00Z') })
  const line = lineOf({ ...refuse('FST_CE_CERT_REVOKED', 'revoked'), chain })
  t.strictSame(line['chain'], [
    {
      subject: 'CN=Leaf',
      trust: ['IS_REVOKED'],
      revocation: { time: '2026-05-15T00:00:00.000Z', reason: 'keyCompromise', source: 'crl' }
    },
    { subject: 'CN=Root', trust: [] }
  ])
})

t.test('what is no certificate has no names', async (t) => {
  const line = lineOf({ ...refuse('FST_CE_CERT_UNTRUSTED', 'broken'), chain: engine.getCertificateChain(Buffer.from('30')) })
  t.match(line, { issuer: null, subject: null, serialNumber: null, fingerprint256: null, chain: [] })
})

t.test('nothing is put into words before the line is written', async (t) => {
  t.strictSame(Object.keys(new DecisionLine(refuse('FST_CE_CERT_REQUIRED', ''))), [])
})

t.test('no name or number makes a line long', async (t) => {
  const long = await authority.issue({ commonName: 'x'.repeat(20_000), serialNumber: '01'.repeat(8_000) })
  const chain = engine.getCertificateChain(long.der)
  const line = lineOf({ ...refuse('FST_CE_MAPPER_DENIED', 'nobody'), chain })
  t.match(line, { subject: /^CN=x{253}…$/, serialNumber: /^(01){128}…$/ })
  t.ok(JSON.stringify(line).length < 2_000)
})
