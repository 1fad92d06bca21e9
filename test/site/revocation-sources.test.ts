import t from 'tap'
import { readRevocationSources } from '../../lib/site/revocation-sources.js'

const hosts = ['crl.example.org', '*.Example.net', '192.0.2.1', '2001:DB8::1']

t.test('what is left out has the default that the reference names', async (t) => {
  const { allowsHost, ...rest } = readRevocationSources({ hosts })
  t.same(rest, {
    cacheFolder: null,
    allowPrivateAddresses: false,
    timeout: 10_000,
    maxSize: 16_777_216,
    maxTotalSize: 134_217_728,
    maxSources: 10_000,
    refreshInterval: 3_600_000
  })
})

t.test('what is given is taken over', async (t) => {
  const given = {
    cacheFolder: '/cache', allowPrivateAddresses: true, timeout: 1, maxSize: 2, maxTotalSize: 3, refreshInterval: 60_000
  }
  const settings = readRevocationSources({ hosts, ...given })
  t.match(settings, given)
  t.ok(Object.isFrozen(settings))
})

t.test('the hosts that are listed are allowed, and no others', async (t) => {
  const { allowsHost } = readRevocationSources({ hosts })
  for (const [host, isAllowed] of [
    ['crl.example.org', true], ['a.example.net', true], ['192.0.2.1', true], ['2001:db8::1', true],
    ['example.org', false], ['a.crl.example.org', false], ['example.net', false], ['a.b.example.net', false],
    ['192.0.2.2', false], ['crl.example.org.', false], ['', false]
  ] as const) {
    t.equal(allowsHost(host), isAllowed, host)
  }
})

for (const [name, options, message] of [
  ['no object', [], /^revocationSources: \[\] is not a plain object/],
  ['no hosts', {}, /^revocationSources.hosts: undefined is not an array/],
  ['a host that is in no list', { hosts: 'crl.example.org' }, /^revocationSources.hosts: 'crl.example.org' is not an array/],
  ['an empty list of hosts', { hosts: [] }, /^revocationSources.hosts: is empty; name hosts/],
  ['a URL as a host', { hosts: ['a', 'http://a/'] }, /^revocationSources.hosts\[1\]: 'http:\/\/a\/' is not a host name/],
  ['a port with a host', { hosts: ['a:80'] }, /^revocationSources.hosts\[0\]: 'a:80' is not/],
  ['any host', { hosts: ['*'] }, /^revocationSources.hosts\[0\]: '\*' is not/],
  ['a hole in the list of hosts', { hosts: Array(1) }, /^revocationSources.hosts\[0\]: undefined is not a string/],
  ['an address of a link', { hosts: ['fe80::1%eth0'] }, /^revocationSources.hosts\[0\]: 'fe80::1%eth0' is not/],
  ['an unknown option', { hosts, cache: '/' }, /^revocationSources: unknown option 'cache'/],
  ['a folder without a name', { hosts, cacheFolder: '' }, /^revocationSources.cacheFolder: is empty/],
  ['true as a word', { hosts, allowPrivateAddresses: 'true' }, /^revocationSources.allowPrivateAddresses: 'true' is not true or/],
  ['no time', { hosts, timeout: 0 }, /^revocationSources.timeout: 0 is not an integer from 1/],
  ['no size', { hosts, maxSize: 0 }, /^revocationSources.maxSize: 0 is not/],
  ['no size together', { hosts, maxTotalSize: 1.5 }, /^revocationSources.maxTotalSize: 1.5 is not/],
  ['one that may be larger than all', { hosts, maxSize: 2, maxTotalSize: 1 }, /^revocationSources.maxSize: is larger/],
  ['to ask all the time', { hosts, refreshInterval: 59_999 }, /^revocationSources.refreshInterval: 59999 is not an integer from 60000/]
] as const) {
  t.test(`${name} stops the start`, async (t) => {
    t.throws(() => readRevocationSources(options), { name: 'TypeError', message })
  })
}
