import t from 'tap'
import { USER_PRINCIPAL_NAME, userPrincipalNameForm } from '../../../../lib/trust/names/forms/user-principal-name.js'
import { text, utf8 } from '../../../support/der.js'
import { standingOf, type Standing } from '../../../support/subtrees.js'

for (const [base, name, standing] of [
  ['example.org', 'alice@example.org', 'within'],
  ['@example.org', 'alice@example.org', 'within'],
  ['.example.org', 'alice@corp.example.org', 'within'],
  ['.example.org', 'alice@example.org', 'outside'],
  ['alice@example.org', 'ALICE@Example.Org', 'within'],
  ['Jürgen@example.org', 'jÜrgen@example.org', 'within'],
  ['alice@example.org', 'bob@example.org', 'outside'],
  ['', 'alice@example.org', 'within'],
  ['example.org', 'alice b@example.org', 'within'],
  ['a@b@example.org', 'alice@example.org', 'malformed base'],
  ['', 'alice', 'malformed name'],
  ['', 'EXAMPLE\\alice', 'malformed name'],
  ['', 'a@b@example.org', 'malformed name'],
  ['', '@example.org', 'malformed name'],
  ['', 'alice\u200b@example.org', 'malformed name'],
  ['', 'alice\0@example.org', 'malformed name'],
  ['', 'alice@bücher.example', 'malformed name']
] as const satisfies ReadonlyArray<readonly [string, string, Standing]>) {
  t.test(`${JSON.stringify(base)} and ${JSON.stringify(name)}: ${standing}`, async (t) => {
    t.equal(standingOf(userPrincipalNameForm, utf8(base), utf8(name)), standing)
  })
}

t.test('a UPN is a UTF8String and nothing else', async (t) => {
  const ia5String = text(0x16, 'alice@example.org')
  t.equal(standingOf(userPrincipalNameForm, utf8(''), ia5String), 'malformed name')
  t.equal(standingOf(userPrincipalNameForm, text(0x16, 'example.org'), utf8('alice@example.org')), 'malformed base')
  t.equal(USER_PRINCIPAL_NAME, '1.3.6.1.4.1.311.20.2.3')
})
