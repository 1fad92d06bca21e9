import t from 'tap'
import { admitUrl } from '../../lib/revocation-sources/url-policy.js'

const listed = ['crl.example.org', '1.1.1.1', '10.0.0.1', '2606:4700::1111', '::1']
const allowsHost = (host: string): boolean => listed.includes(host)

for (const [text, admitted] of [
  ['http://crl.example.org/a.crl', true],
  ['https://CRL.example.org:8443/', true],
  ['http://1.1.1.1/', true],
  ['http://[2606:4700::1111]/', true],
  ['http://example.org/', false],
  ['http://crl.example.org./', false],
  ['http://10.0.0.1/', false],
  ['http://0xa000001/', false],
  ['http://[::1]/', false],
  ['http://user@crl.example.org/', false],
  ['http://:word@crl.example.org/', false],
  ['ldap://crl.example.org/', false],
  ['file://crl.example.org/', false],
  ['crl.example.org', false],
  ['/a.crl', false],
  ['', false]
] as const) {
  t.test(`${text} may ${admitted ? '' : 'not '}be asked`, async (t) => {
    t.equal(admitUrl(text, { allowsHost, allowPrivateAddresses: false }) !== null, admitted)
  })
}

t.test('private addresses may be asked where they are allowed, if they are listed', async (t) => {
  const policy = { allowsHost, allowPrivateAddresses: true }
  t.equal(admitUrl('http://10.0.0.1/', policy)?.hostname, '10.0.0.1')
  t.equal(admitUrl('http://[::1]/', policy)?.hostname, '[::1]')
  t.equal(admitUrl('http://10.0.0.2/', policy), null)
})

t.test('a redirect may be relative', async (t) => {
  const policy = { allowsHost, allowPrivateAddresses: false }
  t.equal(admitUrl('../b', policy, new URL('http://crl.example.org/a/a'))?.href, 'http://crl.example.org/b')
  t.equal(admitUrl('//other.example.org/b', policy, new URL('http://crl.example.org/a')), null)
})
