import { X509Certificate } from 'node:crypto'
import t from 'tap'
import type { PeerCertificate } from '../../lib/connection/peer-certificate.js'
import { ClientVerifier } from '../../lib/gate/client-verifier.js'
import { createSite } from '../../lib/site/options.js'
import type { SiteOptions } from '../../lib/site/options.js'
import { CertTrust } from '../../lib/trust/status.js'
import { createAuthority } from '../support/pki.js'
import type { Identity } from '../support/pki.js'

const root = await createAuthority({ commonName: 'Root' })
const intermediate = await root.issueAuthority({ commonName: 'Intermediate' })
const alice = await intermediate.issue({ commonName: 'Alice' })
const bob = await intermediate.issue({ commonName: 'Bob' })

function verifierOf (options: Partial<SiteOptions> = {}): ClientVerifier {
  return new ClientVerifier(createSite({
    virtualRoots: { '/': { permissions: ['READ', 'REQUIRE_CERT'] } }, trustAnchors: root.pem, ...options
  }))
}

function peer ({ der }: Identity, ...intermediates: Identity[]): PeerCertificate {
  const { fingerprint256 } = new X509Certificate(der)
  return { raw: der, fingerprint256, intermediates: intermediates.map(({ der }) => der) }
}

t.test('a leaf that comes alone is verified with what came with it before', async (t) => {
  const verifier = verifierOf()
  t.equal(verifier.verify(peer(alice)).errorStatus, CertTrust.IS_PARTIAL_CHAIN)
  t.equal(verifier.verify(peer(alice, intermediate)).errorStatus, 0)
  t.equal(verifier.verify(peer(alice)).errorStatus, 0)
})

t.test('intermediates are never offered for another leaf', async (t) => {
  const verifier = verifierOf()
  verifier.verify(peer(alice, intermediate))
  t.equal(verifier.verify(peer(bob)).errorStatus, CertTrust.IS_PARTIAL_CHAIN)
})

t.test('a full handshake whose intermediates do not fit does not push out those that did', async (t) => {
  const verifier = verifierOf()
  const twin = await root.issueAuthority({ commonName: 'Intermediate' })
  t.not(verifier.verify(peer(alice, twin)).errorStatus, 0)
  verifier.verify(peer(alice, intermediate))
  t.equal(verifier.verify(peer(alice, twin)).errorStatus, 0)
  t.equal(verifier.verify(peer(alice)).errorStatus, 0)
})

t.test('what comes along is read if what came before is not enough, or is no longer', async (t) => {
  // The week of the first intermediate, and the one after it.
  const [first, second] = [new Date('2026-03-05T12:00:00Z'), new Date('2026-03-12T12:00:00Z')]
  const anchor = await createAuthority({ commonName: 'Root', notBefore: new Date('2026-03-01'), notAfter: new Date('2026-04-01') })
  const week = await anchor.issueAuthority({ commonName: 'Week', notAfter: new Date('2026-03-08') })
  const month = await anchor.issueAuthority({ commonName: 'Week', keys: week.keys })
  const carol = await week.issue({ commonName: 'Carol', notAfter: new Date('2026-04-01') })
  const verifier = verifierOf({ trustAnchors: anchor.pem })
  let reads = 0
  const visit = (sent: Identity, time: Date): number => {
    const along = peer(carol, sent)
    return verifier.verify({ ...along, get intermediates () { reads++; return along.intermediates } }, time).errorStatus
  }
  t.strictSame([visit(week, first), reads], [0, 1])
  t.strictSame([visit(week, first), reads], [0, 1])
  t.strictSame([visit(week, second), reads], [CertTrust.IS_NOT_TIME_VALID, 2])
  t.strictSame([visit(month, second), reads], [0, 3])
  t.strictSame([visit(month, second), reads], [0, 3])
})

t.test('who was refused is refused for the same reason when the leaf comes alone', async (t) => {
  const stranger = await createAuthority({ commonName: 'Stranger' })
  const below = await stranger.issueAuthority({ commonName: 'Below' })
  const mallory = await below.issue({ commonName: 'Mallory' })
  for (const certTrustOverride of [0, CertTrust.IS_UNTRUSTED_ROOT]) {
    const verifier = verifierOf({ certTrustOverride })
    const whole = verifier.verify(peer(mallory, below, stranger))
    t.equal(whole.errorStatus, CertTrust.IS_UNTRUSTED_ROOT)
    t.equal(verifier.verify(peer(mallory)).errorStatus, CertTrust.IS_UNTRUSTED_ROOT)
  }
})

t.test('those who are refused push out one another, and nobody else', async (t) => {
  const stranger = await createAuthority({ commonName: 'Stranger' })
  const verifier = verifierOf()
  verifier.verify(peer(alice, intermediate))
  const first = await stranger.issue({ commonName: 'First' })
  verifier.verify(peer(first, stranger))
  const keys = first.keys
  for (let count = 0; count < 1_000; count++) {
    verifier.verify(peer(await stranger.issue({ commonName: `${count}`, keys }), stranger))
  }
  t.equal(verifier.verify(peer(first)).errorStatus, CertTrust.IS_PARTIAL_CHAIN)
  t.equal(verifier.verify(peer(alice)).errorStatus, 0)
})

t.test('no more than what made the chain is remembered', async (t) => {
  const other = await root.issueAuthority({ commonName: 'Other' })
  const verifier = verifierOf()
  verifier.verify(peer(alice, intermediate, other, root))
  t.strictSame(verifier.verify(peer(alice)).elements.map(({ certificate }) => certificate.subject.commonName),
    ['Alice', 'Intermediate', 'Root'])
})
