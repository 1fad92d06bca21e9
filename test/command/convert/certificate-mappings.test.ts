import t from 'tap'
import { manyToOneUser, oneToOneUser } from '../../../lib/command/convert/certificate-mappings.js'
import type { XmlElement } from '../../../lib/command/convert/xml.js'
import { Users, type UserOptions } from '../../../lib/site/users.js'
import { Certificate } from '../../../lib/trust/certificate/certificate.js'
import { createAuthority } from '../../support/pki.js'

const issuer = await createAuthority({ commonName: 'Company' })
const alice = await issuer.issue({ subject: [{ CN: ['Alice'] }, { ST: ['Bavaria'] }, { E: ['alice@example.org'] }] })

const element = (name: string, attributes: Record<string, string>, children: XmlElement[] = []): XmlElement => {
  return { name, attributes, children, line: 1 }
}

type Rule = readonly [field: string, subField: string, criteria: string, isCased?: string]

function manyToOne (attributes: Record<string, string>, ...rules: readonly Rule[]): UserOptions {
  return manyToOneUser(element('add', attributes, [element('rules', {}, rules.map(([field, subField, criteria, isCased]) => {
    return element('add', {
      certificateField: field,
      certificateSubField: subField,
      matchCriteria: criteria,
      ...isCased !== undefined && { compareCaseSensitive: isCased }
    })
  }))]))
}

const matches = (user: UserOptions): boolean => new Users({ U: user }, 'big').match(Certificate.decode(alice.der)) !== null

t.test('one to one: the certificate itself', async (t) => {
  const base64 = alice.der.toString('base64')
  for (const certificate of [base64, base64.replace(/.{70}/g, '$&\r\n  '), alice.pem]) {
    const user = oneToOneUser(element('add', { certificate }))
    t.equal(user.certificate, alice.pem)
    t.ok(matches(user))
  }
  for (const certificate of ['AAAA', '', undefined]) {
    t.throws(() => oneToOneUser(element('add', certificate === undefined ? {} : { certificate })), TypeError)
  }
})

for (const [name, user, expected, isMatched] of [
  ['one on the issuer', manyToOne({}, ['Issuer', 'CN', 'Company']), { issuer: { CN: 'Company' } }, true],
  ['wildcards and case', manyToOne({}, ['Subject', 'CN', 'ali*', 'False'], ['Subject', 'CN', '*c*', 'true']),
    { subject: { CN: [{ matchCriteria: 'ali*', compareCaseSensitive: false }, '*c*'] } }, true],
  ['both names', manyToOne({ permissionMode: 'Allow' }, ['Subject', 'CN', 'Alice'], ['Issuer', 'O', 'x']),
    { issuer: { O: 'x' }, subject: { CN: 'Alice' } }, false],
  ['IIS\' own names of attributes', manyToOne({}, ['Subject', 'S', 'Bavaria'], ['Subject', 'Email', 'alice@*']),
    { subject: { ST: 'Bavaria', emailAddress: 'alice@*' } }, true],
  ['a denial', manyToOne({ permissionMode: 'Deny' }, ['Subject', 'CN', '*']), { subject: { CN: '*' }, deny: true }, true]
] as const) {
  t.test(`many to one: ${name}`, async (t) => {
    t.same(user, expected)
    t.equal(matches(user), isMatched)
  })
}

for (const [attributes, rules, complaint] of [
  [{}, [], 'it has no rules, and would take every certificate'],
  [{ permissionMode: 'Maybe' }, [], 'the permissionMode Maybe is not known'],
  [{}, [['Serial', 'CN', 'x']], "the rule Serial CN 'x': IIS has rules on Issuer and Subject"],
  [{}, [['Subject', 'X', 'x']], /^it\.subject: unknown attribute 'X'/],
  [{}, [['Subject', 'CN', 'a*b']], /^it\.subject\.CN: 'a\*b' has a '\*' in its middle/],
  [{}, [['Subject', 'CN', '']], /^it\.subject\.CN: is empty/]
] as const) {
  t.test(`rules that users can't have are told: ${complaint}`, async (t) => {
    t.throws(() => manyToOne(attributes, ...rules), { name: 'TypeError', message: complaint })
  })
}

t.test('a rule without anything', async (t) => {
  t.throws(() => manyToOneUser(element('add', {}, [element('rules', {}, [element('add', {})])])), TypeError)
})
