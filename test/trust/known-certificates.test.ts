import t from 'tap'
import { Certificate } from '../../lib/trust/certificate/certificate.js'
import { KnownCertificates } from '../../lib/trust/known-certificates.js'
import { createAuthority } from '../support/pki.js'

const alice = (await createAuthority({ commonName: 'Alice' })).der
const bob = (await createAuthority({ commonName: 'Bob' })).der

/** Another certificate that ends as this one does. */
function withEndOf (der: Buffer, other: Buffer): Buffer {
  const copy = Buffer.from(other)
  der.copy(copy, copy.length - 32, der.length - 32)
  return copy
}

t.test('equal bytes give one object, an operator\'s before a peer\'s', async (t) => {
  const known = new KnownCertificates(10)
  const own = known.keep(Certificate.decode(alice))
  t.equal(known.keep(Certificate.decode(alice)), own)
  t.equal(known.decode(Buffer.from(alice)), own)
  const seen = known.decode(bob)
  t.equal(known.decode(Buffer.from(bob)), seen)
  t.same(known.own, [own])
})

t.test('what ends as another certificate is not taken for it', async (t) => {
  const known = new KnownCertificates(10)
  const twin = withEndOf(alice, bob)
  const own = known.keep(Certificate.decode(alice))
  t.same(Buffer.from(known.decode(twin)!.raw), twin)
  t.same(known.keep(Certificate.decode(twin)).raw, twin)
  t.equal(known.own.length, 2)
  t.equal(known.decode(alice), own)
  const peers = new KnownCertificates(10)
  for (const der of [alice, twin, alice, twin]) t.same(Buffer.from(peers.decode(der)!.raw), der)
})

t.test('that bytes are no certificate is remembered too, and theirs alone', async (t) => {
  for (const size of [0, 10]) {
    const known = new KnownCertificates(size)
    const bytes = Buffer.from('no certificate')
    for (let round = 0; round < 2; round++) t.equal(known.decode(bytes), null)
    t.equal(known.decode(Buffer.of()), null)
    bytes.fill(0)
    t.equal(known.decode(bytes), null)
  }
})

t.test('no more of them are remembered than were asked for', async (t) => {
  for (const [size, isKept] of [[0, false], [1, false], [2, true]] as const) {
    const known = new KnownCertificates(size)
    const first = known.decode(alice)
    known.decode(bob)
    t.equal(known.decode(alice) === first, isKept, `${size}`)
  }
})
