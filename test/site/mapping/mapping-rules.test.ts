import t from 'tap'
import { noteForgeable, readMappingRules, type ForgeableRule } from '../../../lib/site/mapping/mapping-rules.js'
import { commonName, ed25519Key, text } from '../../support/der.js'
import { createHash } from 'node:crypto'
import { shownCertificate } from '../../support/shown-certificate.js'

const leaf = shownCertificate({ subject: commonName('Alice') }, text(0x82, 'a.test'))
const publicKeyPin = createHash('sha256').update(ed25519Key).digest('base64')
const all = {
  certificate: leaf.raw,
  fingerprint256: leaf.fingerprint256,
  publicKeyPin,
  subjectAltName: { dNSName: 'a.test' },
  subject: { CN: 'Alice' },
  issuer: { CN: 'Iss*' }
}

t.test('each rule is read, the one that tells certificates apart best first', async (t) => {
  const conditions = readMappingRules(all, false, 'rules')
  t.strictSame(conditions.map(({ facet }) => facet.name), [
    'certificate', 'fingerprint256', 'publicKeyPin', 'dNSName', 'subject 2.5.4.3', 'issuer 2.5.4.3'
  ])
  t.ok(conditions.every(({ facet, fits }) => fits(new Set(facet.valuesOf(leaf)))))
  t.strictSame(readMappingRules({}, false, 'rules'), [])
})

t.test('a mistake is told with the rule that it is in', async (t) => {
  for (const name of Object.keys(all)) {
    t.throws(() => readMappingRules({ [name]: null }, false, 'rules'), { name: 'TypeError', message: new RegExp(`^rules\\.${name}`) })
  }
})

function forgeableOf (user: Parameters<typeof noteForgeable>[0]): ForgeableRule[] {
  const noted = new Set<ForgeableRule>()
  noteForgeable(user, noted)
  return [...noted]
}

t.test('what anyone can write is forgeable, unless the key is asked for too', async (t) => {
  const { subjectAltName, subject, issuer } = all
  t.strictSame(forgeableOf({ issuerCN: 'CA', issuer, subject, subjectAltName }), ['issuerCN', 'issuer', 'subject', 'subjectAltName'])
  t.strictSame(forgeableOf({ subject }), ['subject'])
  t.strictSame(forgeableOf({}), [])
  for (const name of ['certificate', 'fingerprint256', 'publicKeyPin'] as const) {
    t.strictSame(forgeableOf({ issuerCN: 'CA', subject, [name]: all[name] }), [], name)
  }
})
