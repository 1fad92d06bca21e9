import t from 'tap'
import { Certificate } from '../../../lib/trust/certificate/certificate.js'
import { Candidates } from '../../../lib/trust/path/candidates.js'
import { CertificatePool } from '../../../lib/trust/path/certificate-pool.js'
import { certificate as der } from '../../support/der.js'
import { createAuthority, generateKeys, type Authority } from '../../support/pki.js'

const valid = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2026-12-31T23:59:59Z') }
const past = { notBefore: new Date('2025-01-01T00:00:00Z'), notAfter: new Date('2025-12-31T23:59:59Z') }
const time = Date.parse('2026-06-01T12:00:00Z')

const decode = ({ der }: { der: Buffer }): Certificate => Certificate.decode(der)

const keys = await generateKeys('P-256')
const root = await createAuthority({ commonName: 'Root', ...valid })
const fitting = await root.issueAuthority({ commonName: 'Issuer', keys })
const expired = await root.issueAuthority({ commonName: 'Issuer', keys, ...past })
const elsewhere = await (await createAuthority({ commonName: 'Elsewhere', ...valid })).crossSign(fitting)
const otherKey = await root.issueAuthority({ commonName: 'Issuer' })
const unnamedKey = await root.issueAuthority({ commonName: 'Issuer', keyIdentifiers: false })
const otherKind = await root.issueAuthority({ commonName: 'Issuer', keyAlgorithm: 'Ed25519', keyIdentifiers: false })
const anchor = await createAuthority({ commonName: 'Issuer', keys, ...valid })
const leaf = decode(await fitting.issue({ commonName: 'Leaf' }))

t.test('candidates come in the order of what they promise, whatever the order they were given in', async (t) => {
  const inOrder: Authority[] = [anchor, fitting, elsewhere, expired, unnamedKey, otherKind, otherKey]
  const certificates = inOrder.map(decode)
  const anchors = new Set([certificates[0]!])
  for (const given of [certificates, [...certificates].reverse()]) {
    const names = new Set([decode(root).subject.key])
    const candidates = new Candidates([new CertificatePool(given)], anchors, names, time)
    const found = candidates.issuersOf(leaf).map((issuer) => certificates.indexOf(issuer))
    t.same(found, [0, 1, 2, 3, 4, 5, 6])
    t.equal(candidates.issuersOf(leaf), candidates.issuersOf(leaf), 'they are sorted once')
    t.equal([...candidates.considered].length, 7)
  }
})

t.test('pools may share certificates, and have none of that name', async (t) => {
  const issuer = decode(fitting)
  const pools = [new CertificatePool([issuer]), new CertificatePool([issuer]), new CertificatePool([])]
  t.same(new Candidates(pools, new Set(), new Set(), time).issuersOf(leaf), [issuer])
})

t.test('a certificate of an unknown algorithm has candidates too', async (t) => {
  const algorithm = Buffer.from('300506032a0304', 'hex')
  const odd = Certificate.decode(der({ innerAlgorithm: algorithm, signatureAlgorithm: algorithm }))
  const issuers = [1, 2].map((number) =>
    Certificate.decode(der({ subject: odd.issuer.der, serialNumber: `02010${number}` })))
  t.same(new Candidates([new CertificatePool(issuers)], new Set(), new Set(), time).issuersOf(odd), issuers)
})

t.test('those of a name are found too, and then have been considered', async (t) => {
  const certificates = [decode(root), decode(fitting)]
  const candidates = new Candidates([new CertificatePool(certificates)], new Set(), new Set(), time)
  t.same(candidates.named(certificates[0]!.subject), [certificates[0]])
  t.same(candidates.named(leaf.subject), [])
  t.same([...candidates.considered], [certificates[0]])
})
