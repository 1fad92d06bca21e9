import t from 'tap'
import { userRules } from '../../../lib/command/users/user-rules.js'
import type { UserOptions } from '../../../lib/site/users.js'
import { createAuthority } from '../../support/pki.js'

const { pem } = await createAuthority({ commonName: 'Root' })
const pin = `${'A'.repeat(42)}E=`

for (const [name, user, rules] of [
  ['the registry\'s', { issuerCN: 'Company', serialNumber: '01:0a', groups: 'x' }, ["issuerCN 'Company'", "serialNumber '010A'"]],
  ['a certificate', { certificate: pem }, ['certificate one that is given']],
  ['a fingerprint and a key', { fingerprint256: 'ab'.repeat(32), publicKeyPin: pin }, [
    `fingerprint256 '${'ab'.repeat(32)}'`, `publicKeyPin '${pin}'`
  ]],
  ['names, each part by itself', {
    subjectAltName: { dNSName: ['a.example', 'b.example'], rfc822Name: 'a@example.org' },
    subject: { CN: 'Al*', '2.5.4.11': [{ matchCriteria: 'Fin*', compareCaseSensitive: false }, { matchCriteria: 'x' }] },
    issuer: { O: 'Example' }
  }, [
    "subjectAltName.dNSName 'a.example'", "subjectAltName.dNSName 'b.example'", "subjectAltName.rfc822Name 'a@example.org'",
    "subject.CN 'Al*'", "subject.2.5.4.11 'Fin*', without case", "subject.2.5.4.11 'x'", "issuer.O 'Example'"
  ]]
] as ReadonlyArray<[name: string, user: UserOptions, rules: string[]]>) {
  t.test(`the rules of an entry in words: ${name}`, async (t) => {
    t.same(userRules(user, 'big').map(({ name, asked }) => `${name} ${asked}`), rules)
  })
}

t.test('bytes are read in the order of the site, and denials ask for what can\'t be read too', async (t) => {
  const [rule] = userRules({ serialNumber: Uint8Array.of(1, 2) }, 'little')
  t.equal(rule!.asked, "'0201'")
  const [denied] = userRules({ subject: { CN: 'x' }, deny: true }, 'big')
  t.same(denied!.condition.values, ['x', null])
})
