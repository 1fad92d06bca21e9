import t from 'tap'
import type { SiteOptions } from '../../lib/index.js'
import { CertTrust } from '../../lib/index.js'
import {
  commonName, element, extension, integer, name, objectIdentifier, octetString, sequence, text, utf8
} from '../support/der.js'
import type { Octets } from '../support/der.js'
import { explainSite } from '../support/explain-site.js'
import { handMade, handMadeAuthority } from '../support/hand-made.js'
import { startSite } from '../support/start-site.js'
import { visit } from '../support/visit.js'

// Who a client is follows from the name of its issuer and its serial number alone: node:tls' `subjectaltname`, which
// can't be taken apart without doubt, is not used at all, and alternative names are judged for their form and nothing
// else. So these rows come down to: whatever stands there, nobody becomes somebody else by it.

// Hand-made certificates are valid in 2026.
const time = new Date('2026-06-01T12:00:00Z')

const admins = handMadeAuthority({ subject: commonName('Admin CA') })
const clients = handMadeAuthority({ subject: commonName('Client CA') })

const site: SiteOptions = {
  virtualRoots: { '/secure': { permissions: ['READ', 'REQUIRE_CERT', 'MAP_CERT'], authentication: 1 } },
  users: {
    Admin: { issuerCN: 'Admin CA' },
    Carol: { issuerCN: 'Client CA', serialNumber: '0a' },
    Guessed: { issuerCN: 'DNS:admin' }
  },
  trustAnchors: [admins.der, clients.der],
  clock: () => time
}

const rfc822Name = (value: string): Buffer => text(0x81, value)
const dNSName = (value: string): Buffer => text(0x82, value)
const uri = (value: string): Buffer => text(0x86, value)
const iPAddress = (value: Octets): Buffer => element(0x87, value)
const directoryName = (value: Buffer): Buffer => element(0xa4, value)
const otherName = (type: string, value: Octets): Buffer => element(0xa0, objectIdentifier(type), element(0xa0, value))
const userPrincipalName = '1.3.6.1.4.1.311.20.2.3'

const wellFormed: Record<string, Buffer> = {
  'a DNS name with a comma (CVE-2021-44532)': dNSName('a, DNS:admin'),
  'a DNS name in quotes': dNSName('"a, DNS:admin"'),
  'a DNS name that is the CA': dNSName('Admin CA'),
  'a DNS name with a NUL (CVE-2026-47778)': dNSName('admin\0.evil.example'),
  'a DNS name with a line feed': dNSName('a\nCN=Admin CA'),
  'an e-mail address as DNS name': dNSName('admin@example.org'),
  'a DNS name as e-mail address': rfc822Name('Admin CA'),
  'a URI (CVE-2021-44531)': uri('https://a/, CN=Admin CA'),
  'a URI with a NUL': uri('https://admin\0@evil.example'),
  'an IPv4 address': iPAddress('7f000001'),
  'an IPv6 address of printable octets (CVE-2022-21656)': iPAddress(Buffer.from('Admin CA\0\0\0\0\0\0\0\0')),
  'a directory name that is the CA': directoryName(commonName('Admin CA')),
  'a principal name that is the CA': otherName(userPrincipalName, utf8('Admin CA')),
  'a principal name with a NUL': otherName(userPrincipalName, utf8('Admin\0@evil.example')),
  'a principal name of no string type': otherName(userPrincipalName, sequence()),
  'a registered ID': element(0x88, '550403'),
  'names of all kinds': Buffer.concat([dNSName('a, DNS:admin'), uri('x:Admin CA'), directoryName(commonName('Admin CA'))]),
  'a thousand names': Buffer.concat(Array(1000).fill(directoryName(commonName('Admin CA'))))
}

const malformed: Record<string, Buffer> = {
  'no name': Buffer.of(),
  'a DNS name beyond ASCII': dNSName('\xe4dmin'),
  'an e-mail address beyond ASCII': rfc822Name('\xe4dmin@example.org'),
  'an IP address of five octets': iPAddress('7f00000101'),
  'an IP address with a mask': iPAddress('7f000001ffffffff'),
  'a name of no kind': element(0x89, '00'),
  'a directory name that is no name': directoryName(utf8('Admin CA')),
  'a principal name without a value': element(0xa0, objectIdentifier(userPrincipalName)),
  'a name that is cut short': dNSName('admin').subarray(0, -1)
}

const oids = { subjectAltName: '2.5.29.17', issuerAltName: '2.5.29.18' }

for (const [kind, oid] of Object.entries(oids)) {
  t.test(`S26, S27: whatever the ${kind} says, the certificate maps as without it`, async (t) => {
    const explain = explainSite(site)
    const userOf = (serialNumber: string, names: Buffer): string | null | undefined => {
      const leaf = handMade(clients, {
        serialNumber: integer(serialNumber), extensionList: sequence(extension(oid, sequence(names)))
      })
      const { chain, pseudoUser, subStatus } = explain({ path: '/secure', certificate: leaf.der })
      t.equal(chain?.errorStatus, 0)
      t.equal(subStatus, pseudoUser === null ? '403.12' : null)
      return pseudoUser?.name
    }
    for (const [what, names] of Object.entries(wellFormed)) {
      t.equal(userOf('0a', names), 'Carol', what)
      t.equal(userOf('0b', names), undefined, `${what}, of nobody`)
    }
  })

  t.test(`S26, S27: a malformed ${kind} is refused, also one of a user`, async (t) => {
    const explain = explainSite(site)
    for (const [what, names] of Object.entries(malformed)) {
      const leaf = handMade(clients, {
        serialNumber: integer('0a'), extensionList: sequence(extension(oid, sequence(names)))
      })
      const { chain, subStatus } = explain({ path: '/secure', certificate: leaf.der })
      t.same([CertTrust.namesOf(chain?.errorStatus ?? 0), subStatus], [['INVALID_EXTENSION'], '403.16'], what)
    }
  })
}

t.test('S26: two lists of alternative names are refused: which one is meant nobody can tell', async (t) => {
  const list = [dNSName('a'), dNSName('b')].map((names) => extension(oids.subjectAltName, sequence(names)))
  const leaf = handMade(clients, { serialNumber: integer('0a'), extensionList: sequence(...list) })
  t.equal(explainSite(site)({ path: '/secure', certificate: leaf.der }).subStatus, '403.16')
})

t.test('S26: the subject does not count either', async (t) => {
  const explain = explainSite(site)
  for (const subject of [
    commonName('Admin CA'), commonName('a, CN=Admin CA'), commonName('Admin'), sequence(),
    name(['2.5.4.3', utf8('Admin CA')], ['2.5.4.3', utf8('Carol')])
  ]) {
    const leaf = handMade(clients, { subject, serialNumber: integer('0b') })
    t.equal(explain({ path: '/secure', certificate: leaf.der }).subStatus, '403.12')
  }
})

t.test('S26, S27: such clients map on the wire as they do here', async (t) => {
  const { port } = await startSite(t, site)
  for (const [what, names] of Object.entries(wellFormed)) {
    for (const [serialNumber, answer] of [['0a', 'Carol'], ['0b', '403.12']] as const) {
      const identity = handMade(clients, {
        serialNumber: integer(serialNumber),
        extensionList: sequence(extension(oids.subjectAltName, sequence(names)))
      })
      const { responses } = await visit({ port, tls: 'TLSv1.2', identity }, [{ path: '/secure' }])
      t.equal(responses[0]?.json['subStatus'] ?? responses[0]?.json['user'], answer, what)
    }
  }
})

t.test('S27: unknown extensions with names in them are of no effect, unless they are critical', async (t) => {
  const explain = explainSite(site)
  for (const [critical, answer] of [['', null], ['0101ff', '403.16']] as const) {
    const leaf = handMade(clients, {
      serialNumber: integer('0a'), extensionList: sequence(extension('1.2.3.4', octetString('00'), critical))
    })
    t.equal(explain({ path: '/secure', certificate: leaf.der }).subStatus, answer)
  }
})
