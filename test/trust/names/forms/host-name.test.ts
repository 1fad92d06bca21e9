import t from 'tap'
import {
  domainsOf, endsInNumber, keyOfHostBase, keysOfHost, readHostName
} from '../../../../lib/trust/names/forms/host-name.js'

t.test('a host name is read in lower case', async (t) => {
  for (const [text, host] of [
    ['host.example.org', 'host.example.org'],
    ['HOST.Example.ORG', 'host.example.org'],
    ['localhost', 'localhost'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['_srv.example.org', '_srv.example.org'],
    ['10.example.org', '10.example.org'],
    ['a'.repeat(63), 'a'.repeat(63)]
  ] as const) t.equal(readHostName(text), host)
})

t.test('what is no host name is refused', async (t) => {
  const cases: Record<string, string> = {
    nothing: '',
    'a dot at the end': 'example.org.',
    'a dot at the beginning': '.example.org',
    'an empty label': 'a..b',
    'a blank': 'a b.example.org',
    'a NUL': 'example.org\0.evil.example',
    'a line end': 'example.org\n',
    'a letter beyond ASCII': 'bücher.example',
    'a letter that folds to ASCII': 'bac\u212a.example',
    'a hyphen at an end': '-a.example.org',
    'a wildcard': '*.example.org',
    'a mailbox': 'alice@example.org',
    'a port': 'example.org:443',
    'a label of 64 letters': 'a'.repeat(64),
    'more than 253 letters': 'a.'.repeat(126) + 'aa',
    'an IPv4 address': '127.0.0.1',
    'what could be one': 'host.0x7f',
    'an IPv6 address': '::1'
  }
  for (const [why, text] of Object.entries(cases)) t.equal(readHostName(text), null, why)
  t.equal(readHostName('a.'.repeat(126) + 'a'), 'a.'.repeat(126) + 'a', '253 letters')
})

t.test('what ends in a number is taken for an address', async (t) => {
  for (const host of ['127.0.0.1', '1', 'a.1', '0x7f000001', 'a.0X1', 'a.0x']) t.ok(endsInNumber(host), host)
  for (const host of ['1.a', 'a1', '0xg', '', 'a.b2c']) t.notOk(endsInNumber(host), host)
})

t.test('a base is a host, a domain or empty', async (t) => {
  for (const [base, key] of [
    ['', ''], ['Example.org', 'example.org'], ['.Example.org', '.example.org'],
    ['.', null], ['..a', null], ['*.example.org', null], ['a b', null], ['.10', null]
  ] as const) t.equal(keyOfHostBase(base), key, `"${base}"`)
})

t.test('a host is in each domain above it, and none of them is in itself', async (t) => {
  t.strictSame(domainsOf('a.b.c'), ['.b.c', '.c'])
  t.strictSame(domainsOf('a'), [])
  t.strictSame(keysOfHost('a.b.c'), ['a.b.c', '.b.c', '.c', ''])
})
