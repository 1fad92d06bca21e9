import t from 'tap'
import { rfc822NameForm } from '../../../../lib/trust/names/forms/rfc822-name.js'
import { standingOf, type Standing } from '../../../support/subtrees.js'

for (const [base, name, standing] of [
  ['alice@example.org', 'alice@example.org', 'within'],
  ['alice@example.org', 'Alice@example.org', 'outside'],
  ['alice@example.org', '"alice"@example.org', 'within'],
  ['alice@example.org', '"\\al\\ice"@example.org', 'within'],
  ['"alice b"@example.org', '"alice\\ b"@example.org', 'within'],
  ['"a@b"@example.org', '"a\\@b"@example.org', 'within'],
  ['example.org', '"a@b"@example.org', 'within'],
  ['example.org', 'a.b+c_d@example.org', 'within'],
  ['example.org', 'jürgen@example.org', 'within'],
  ['example.org', '"jürgen x"@example.org', 'within'],
  ['example.org', '""@example.org', 'within'],
  ['alice b@example.org', 'alice@example.org', 'malformed base'],
  ['example.org', 'a@b@example.org', 'malformed name'],
  ['example.org', '@example.org', 'malformed name'],
  ['example.org', 'a..b@example.org', 'malformed name'],
  ['example.org', '.a@example.org', 'malformed name'],
  ['example.org', 'a b@example.org', 'malformed name'],
  ['example.org', 'a\0@example.org', 'malformed name'],
  ['example.org', '"a"b"@example.org', 'malformed name'],
  ['example.org', '"a\\"@example.org', 'malformed name'],
  ['example.org', '"@example.org', 'malformed name'],
  ['example.org', 'Alice <alice@example.org', 'malformed name'],
  ['example.org', 'alice@example.org,bob@evil.example', 'malformed name']
] as const satisfies ReadonlyArray<readonly [string, string, Standing]>) {
  t.test(`${JSON.stringify(base)} and ${JSON.stringify(name)}: ${standing}`, async (t) => {
    t.equal(standingOf(rfc822NameForm, base, name), standing)
  })
}
