import t from 'tap'
import { mailboxForm } from '../../../../lib/trust/names/forms/mailbox.js'
import { standingOf, type Standing } from '../../../support/subtrees.js'

const form = mailboxForm((localPart) => localPart === '?' ? null : localPart)

for (const [base, name, standing] of [
  ['alice@example.org', 'alice@example.org', 'within'],
  ['alice@EXAMPLE.org', 'alice@example.ORG', 'within'],
  ['alice@example.org', 'bob@example.org', 'outside'],
  ['alice@example.org', 'alice@host.example.org', 'outside'],
  ['example.org', 'alice@example.org', 'within'],
  ['example.org', 'alice@host.example.org', 'outside'],
  ['@example.org', 'alice@example.org', 'within'],
  ['@example.org', 'alice@host.example.org', 'outside'],
  ['.example.org', 'alice@host.example.org', 'within'],
  ['.example.org', 'alice@a.b.example.org', 'within'],
  ['.example.org', 'alice@example.org', 'outside'],
  ['', 'alice@example.org', 'within'],
  ['example.org', 'a@b@example.org', 'within'],
  ['a@b@example.org', 'a@b@example.org', 'within'],
  ['b', 'a@b@example.org', 'outside'],
  ['', 'alice@[192.0.2.1]', 'nowhere'],
  ['example.org', 'alice@[IPv6:2001:db8::1]', 'nowhere'],
  ['?@example.org', 'alice@example.org', 'malformed base'],
  ['alice@', 'alice@example.org', 'malformed base'],
  ['@', 'alice@example.org', 'malformed base'],
  ['@.example.org', 'alice@host.example.org', 'malformed base'],
  ['alice@.example.org', 'alice@host.example.org', 'malformed base'],
  ['alice@[192.0.2.1]', 'alice@[192.0.2.1]', 'malformed base'],
  ['///', '///', 'malformed base'],
  ['', '///', 'malformed name'],
  ['', 'example.org', 'malformed name'],
  ['', '@', 'malformed name'],
  ['', '?@example.org', 'malformed name'],
  ['', '?@[192.0.2.1]', 'malformed name'],
  ['', 'alice@', 'malformed name'],
  ['', 'alice@example.org.', 'malformed name'],
  ['', 'alice@192.0.2.1', 'malformed name'],
  ['', 'alice@[]', 'malformed name'],
  ['', 'alice@example.org\0@evil.example\0', 'malformed name'],
  ['', '', 'malformed name']
] as const satisfies ReadonlyArray<readonly [string, string, Standing]>) {
  t.test(`${JSON.stringify(base)} and ${JSON.stringify(name)}: ${standing}`, async (t) => {
    t.equal(standingOf(form, base, name), standing)
  })
}
