import t from 'tap'
import { uniformResourceIdentifierForm } from '../../../../lib/trust/names/forms/uniform-resource-identifier.js'
import { standingOf, type Standing } from '../../../support/subtrees.js'

for (const [base, name, standing] of [
  ['host.example.org', 'https://host.example.org', 'within'],
  ['host.example.org', 'https://host.example.org/', 'within'],
  ['host.example.org', 'HTTPS://HOST.EXAMPLE.ORG:443/path?query#fragment', 'within'],
  ['host.example.org', 'https://user:secret@host.example.org:/', 'within'],
  ['host.example.org', 'https://host.example.org?@evil.example', 'within'],
  ['host.example.org', 'https://host.example.org#@evil.example', 'within'],
  ['host.example.org', 'https://a.host.example.org/', 'outside'],
  ['host.example.org', 'https://host.example.org@evil.example/', 'outside'],
  ['host.example.org', 'https://host.example.org:x@evil.example/', 'outside'],
  ['host.example.org', 'https://evil.example/host.example.org', 'outside'],
  ['example.org', 'https://host.example.org/', 'outside'],
  ['.example.org', 'https://host.example.org/', 'within'],
  ['.example.org', 'https://a.b.example.org/', 'within'],
  ['.example.org', 'https://example.org/', 'outside'],
  ['', 'https://host.example.org/', 'within'],
  ['', 'urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6', 'nowhere'],
  ['', 'mailto:alice@example.org', 'nowhere'],
  ['', 'file:///etc/passwd', 'nowhere'],
  ['', 'ldap:///CN=a?b', 'nowhere'],
  ['', 'https://192.0.2.1/', 'nowhere'],
  ['', 'https://2130706433/', 'nowhere'],
  ['', 'https://0x7f.1/', 'nowhere'],
  ['', 'https://[2001:db8::1]:443/', 'nowhere'],
  ['', 'https:/host.example.org/', 'nowhere'],
  ['https://example.org', 'https://example.org', 'malformed base'],
  ['example.org:443', 'https://example.org', 'malformed base'],
  ['192.0.2.1', 'https://example.org', 'malformed base'],
  ['', '//host.example.org/', 'malformed name'],
  ['', 'host.example.org', 'malformed name'],
  ['', '', 'malformed name'],
  ['', 'https://host.example.org./', 'malformed name'],
  ['', 'https://host.example.org\\@evil.example/', 'malformed name'],
  ['', 'https://a@b@host.example.org/', 'malformed name'],
  ['', 'https://host.example.org:80:80/', 'malformed name'],
  ['', 'https://host.example.org:http/', 'malformed name'],
  ['', 'https://host.example.%6frg/', 'malformed name'],
  ['', 'https://*.example.org/', 'malformed name'],
  ['', 'https://[2001:db8::1/', 'malformed name'],
  ['', 'https://host.example.org/\0', 'malformed name'],
  ['', 'https://host.example.org/ ', 'malformed name'],
  ['', ' https://host.example.org/', 'malformed name']
] as const satisfies ReadonlyArray<readonly [string, string, Standing]>) {
  t.test(`${JSON.stringify(base)} and ${JSON.stringify(name)}: ${standing}`, async (t) => {
    t.equal(standingOf(uniformResourceIdentifierForm, base, name), standing)
  })
}
