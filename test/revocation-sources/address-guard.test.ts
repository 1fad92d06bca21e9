import type { LookupAddress } from 'node:dns'
import t from 'tap'
import { isPublicAddress, publicLookup, type LookupAll } from '../../lib/revocation-sources/address-guard.js'

const publicAddresses = ['1.1.1.1', '172.15.0.1', '172.32.0.1', '100.63.255.255', '2606:4700::1111', '2a00::1']

const others = [
  '0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.255.255.255', '169.254.169.254', '172.16.0.1', '172.31.255.255',
  '192.0.0.1', '192.0.2.1', '192.168.1.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '224.0.0.1', '255.255.255.255',
  '::', '::1', '::ffff:1.1.1.1', '::ffff:127.0.0.1', '::1.1.1.1', '64:ff9b::1.1.1.1', '100::1', '2001::1', '2001:db8::1',
  '2002:101:101::1', '3fff::1', 'fc00::1', 'fd00::1', 'fe80::1', '2606:4700::1%eth0', 'fec0::1', 'ff02::1', 'localhost', ''
]

t.test('an address is public if it is anybody\'s on the Internet', async (t) => {
  for (const address of publicAddresses) t.equal(isPublicAddress(address), true, address)
  for (const address of others) t.equal(isPublicAddress(address), false, address)
})

function lookedUp (answer: Parameters<Parameters<LookupAll>[2]>): Promise<unknown> {
  const lookup = publicLookup((_hostname, _options, callback) => callback(...answer))
  return new Promise((resolve) => lookup('crl.example.org', { all: true }, (...given) => resolve(given)))
}

t.test('a socket is given the public addresses of a host, and no others', async (t) => {
  const first: LookupAddress = { address: '1.1.1.1', family: 4 }
  const second: LookupAddress = { address: '2606:4700::1111', family: 6 }
  const loopback: LookupAddress = { address: '127.0.0.1', family: 4 }
  t.same(await lookedUp([null, [first, loopback, second]]), [null, [first, second]])
  t.match(await lookedUp([null, [loopback]]), [{ message: 'crl.example.org has no public address' }, []])
  t.match(await lookedUp([new Error('unknown host'), []]), [{ message: 'unknown host' }, []])
})

t.test('hosts are looked up as Node does', async (t) => {
  const [error] = await new Promise<unknown[]>((resolve) =>
    publicLookup()('localhost', { all: true }, (...given) => resolve(given)))
  t.match(error, { message: 'localhost has no public address' })
})
