import t from 'tap'
import { readAlternativeNameRules } from '../../../lib/site/mapping/alternative-name-rules.js'
import { text } from '../../support/der.js'
import { shownCertificate } from '../../support/shown-certificate.js'

const email = (value: string): Buffer => text(0x81, value)
const host = (value: string): Buffer => text(0x82, value)

function holds (rules: unknown, names: Buffer[], denies = false): boolean {
  const leaf = shownCertificate({}, ...names)
  return readAlternativeNameRules(rules, denies, 'subjectAltName').every(({ facet, fits }) => fits(new Set(facet.valuesOf(leaf))))
}

t.test('a name is compared as its form asks, with names of that form alone', async (t) => {
  t.ok(holds({ rfc822Name: 'alice@EXAMPLE.org' }, [email('alice@example.org')]))
  t.notOk(holds({ rfc822Name: 'Alice@example.org' }, [email('alice@example.org')]))
  t.ok(holds({ dNSName: 'A.example.org' }, [host('b.example.org'), host('a.example.org')]))
  t.notOk(holds({ dNSName: 'a.example.org' }, [host('*.example.org')]))
  t.notOk(holds({ dNSName: 'a.example.org' }, [text(0x86, 'a.example.org'), email('a.example.org')]))
  t.notOk(holds({ dNSName: 'a.example.org' }, []))
  t.ok(holds({ uniformResourceIdentifier: 'spiffe://Example.org/pump' }, [text(0x86, 'spiffe://example.org/pump')]))
})

t.test('several names must all be there', async (t) => {
  const names = [host('a.example.org'), host('b.example.org'), email('alice@example.org')]
  t.ok(holds({ dNSName: ['a.example.org', 'b.example.org'], rfc822Name: 'alice@example.org' }, names))
  t.notOk(holds({ dNSName: ['a.example.org', 'c.example.org'] }, names))
  t.notOk(holds({ dNSName: 'a.example.org', rfc822Name: 'bob@example.org' }, names))
})

t.test('a name that can\'t be read fits only where it is to be denied', async (t) => {
  for (const names of [[host('a.example.org\0')], [host('*.example.org')], [text(0x89, 'x')]]) {
    t.notOk(holds({ dNSName: 'a.example.org' }, names))
    t.ok(holds({ dNSName: 'a.example.org' }, names, true))
  }
  t.notOk(holds({ dNSName: 'a.example.org' }, [email('\0')], true), 'of another form')
  t.notOk(holds({ dNSName: 'a.example.org' }, [host('b.example.org')], true))
})

t.test('what is no name is a mistake', async (t) => {
  for (const [rules, message] of [
    [{}, /^subjectAltName: has no name; give one of rfc822Name, dNSName/],
    [{ dNSName: undefined }, /has no name/],
    ['a', /is not a plain object/],
    [{ email: 'a@b' }, /unknown option 'email'; known are rfc822Name, dNSName, uniformResourceIdentifier, userPrincipalName/],
    [{ dnsName: 'a' }, /did you mean 'dNSName'\?/],
    [{ dNSName: '*.example.org' }, /^subjectAltName\.dNSName: '\*\.example\.org' is not a host name .* without wildcards/],
    [{ dNSName: '' }, /'' is not a host name/],
    [{ dNSName: [] }, /^subjectAltName\.dNSName: is an empty array/],
    [{ dNSName: ['a', 5] }, /^subjectAltName\.dNSName\[1\]: 5 is not a string/],
    [{ rfc822Name: 'alice' }, /is not an e-mail address/],
    [{ uniformResourceIdentifier: 'example.org/x' }, /is not a URI/],
    [{ userPrincipalName: 'EXAMPLE\\alice' }, /is not a user principal name/]
  ] as ReadonlyArray<[unknown, RegExp]>) {
    t.throws(() => readAlternativeNameRules(rules, false, 'subjectAltName'), { name: 'TypeError', message }, String(message))
  }
})
