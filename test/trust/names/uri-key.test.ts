import t from 'tap'
import { uriKey } from '../../../lib/trust/names/uri-key.js'

t.test('RFC 5280 §7.4: what are two ways to write one URI has one key', async (t) => {
  for (const [one, other] of [
    ['spiffe://example.org/Pump', 'SPIFFE://Example.ORG/Pump'],
    ['https://Alice@example.org:8443/', 'https://Alice@EXAMPLE.org:8443/'],
    ['https://example.org/%7ealice', 'https://example.org/~alice'],
    ['https://example.org/%c3%a4', 'https://example.org/%C3%A4'],
    ['https://%65xample.org/', 'https://example.org/'],
    ['URN:example:a', 'urn:example:a']
  ] as const) {
    t.equal(uriKey(one), uriKey(other), one)
    t.type(uriKey(one), 'string')
  }
})

t.test('what may differ has another key', async (t) => {
  for (const [one, other] of [
    ['https://example.org/a', 'https://example.org/A'],
    ['https://Alice@example.org/', 'https://alice@example.org/'],
    ['https://example.org', 'https://example.org/'],
    ['https://example.org/', 'https://example.org:443/'],
    ['https://example.org/a%2Fb', 'https://example.org/a/b'],
    ['https://example.org/?a', 'https://example.org/?A'],
    ['urn:example:a', 'urn:example:A']
  ] as const) t.not(uriKey(one), uriKey(other), one)
})

t.test('what everybody reads in another way is no URI', async (t) => {
  for (const text of [
    '', 'example.org', '//example.org/', '/a', 'https://example.org/a/../b', 'https://example.org/a/.',
    'https://example.org/%2e%2E/b', 'x:..', 'x:./a', 'https://a/, CN=Admin CA', 'https://admin\0@evil.example', 'https://ä.example/',
    'https://example.org/%', 'https://example.org/%zz', '1a:b', ' https://example.org/'
  ]) t.equal(uriKey(text), null, text)
  t.equal(uriKey('https://example.org/?/../'), 'https://example.org/?/../', 'a query has no segments')
})
