import t from 'tap'
import { dnsNameForm } from '../../../../lib/trust/names/forms/dns-name.js'
import { standingOf, type Standing } from '../../../support/subtrees.js'

for (const [base, name, standing] of [
  ['example.org', 'example.org', 'within'],
  ['example.org', 'host.example.org', 'within'],
  ['example.org', 'a.b.c.example.org', 'within'],
  ['example.org', 'HOST.EXAMPLE.ORG', 'within'],
  ['EXAMPLE.ORG', 'host.example.org', 'within'],
  ['example.org', 'notexample.org', 'outside'],
  ['example.org', 'example.org.evil.example', 'outside'],
  ['example.org', 'org', 'outside'],
  ['host.example.org', 'example.org', 'outside'],
  ['.example.org', 'host.example.org', 'within'],
  ['.example.org', 'a.host.example.org', 'within'],
  ['.example.org', 'example.org', 'outside'],
  ['.example.org', 'notexample.org', 'outside'],
  ['org', 'example.org', 'within'],
  ['', 'example.org', 'within'],
  ['', 'localhost', 'within'],
  ['xn--bcher-kva.example', 'www.XN--BCHER-KVA.example', 'within'],
  ['example.org', '*.example.org', 'within'],
  ['.example.org', '*.example.org', 'within'],
  ['example.org', '*.host.example.org', 'within'],
  ['', '*.example.org', 'within'],
  ['*.example.org', 'host.example.org', 'malformed base'],
  ['example.org.', 'example.org', 'malformed base'],
  ['.', 'example.org', 'malformed base'],
  ['10.0.0.1', '10.0.0.1', 'malformed base'],
  ['example.org\0', 'example.org', 'malformed base'],
  ['example.org', 'example.org.', 'malformed name'],
  ['example.org', 'example.org\0.evil.example', 'malformed name'],
  ['example.org', 'alice@example.org', 'malformed name'],
  ['example.org', '*', 'malformed name'],
  ['example.org', 'h*.example.org', 'malformed name'],
  ['example.org', 'host.*.example.org', 'malformed name'],
  ['example.org', '*.*.example.org', 'malformed name'],
  ['', '', 'malformed name'],
  ['', '10.0.0.1', 'malformed name'],
  ['', ' example.org', 'malformed name']
] as const satisfies ReadonlyArray<readonly [string, string, Standing]>) {
  t.test(`${JSON.stringify(base)} and ${JSON.stringify(name)}: ${standing}`, async (t) => {
    t.equal(standingOf(dnsNameForm, base, name), standing)
    t.equal(standingOf(dnsNameForm, base, name, 'excluded'), standing)
  })
}

t.test('a wildcard is permitted if all names that it stands for are, and excluded if one is', async (t) => {
  for (const [base, permitted, excluded] of [
    ['secret.example.org', 'outside', 'within'],
    ['.secret.example.org', 'outside', 'outside'],
    ['a.secret.example.org', 'outside', 'outside'],
    ['secret.example.com', 'outside', 'outside'],
    ['org', 'within', 'within']
  ] as const) {
    t.equal(standingOf(dnsNameForm, base, '*.example.org', 'permitted'), permitted, base)
    t.equal(standingOf(dnsNameForm, base, '*.example.org', 'excluded'), excluded, base)
  }
  t.equal(standingOf(dnsNameForm, 'secret.example.org', 'other.example.org', 'excluded'), 'outside')
})
