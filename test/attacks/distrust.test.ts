import t from 'tap'
import { CertificateChainEngine, CertTrust } from '../../lib/index.js'
import { Certificate } from '../../lib/trust/certificate/certificate.js'
import { signatureTwin } from '../../lib/trust/signature/signature-twin.js'
import { commonName } from '../support/der.js'
import { explainSite } from '../support/explain-site.js'
import { handMade, handMadeAuthority } from '../support/hand-made.js'

// Hand-made certificates are valid in 2026.
const time = new Date('2026-06-01T12:00:00Z')

const root = handMadeAuthority({ subject: commonName('Root') })
const issuer = handMadeAuthority({ subject: commonName('Issuer') }, root)
const alice = handMade(issuer, { subject: commonName('Alice') })
const bob = handMade(issuer, { subject: commonName('Bob') })

/** The same certificate with the other signature, which nobody needs a private key for. */
const twinOf = (der: Buffer, signer: Buffer): Buffer =>
  Buffer.from(signatureTwin(Certificate.decode(der), Certificate.decode(signer))!)

const spellings = (der: Buffer) => ({ certificate: der, fingerprint: Certificate.decode(der).fingerprint256 })
const aliceTwin = twinOf(alice.der, issuer.der)
const issuerTwin = twinOf(issuer.der, root.der)

for (const form of ['certificate', 'fingerprint'] as const) {
  for (const [what, der, leaf, additional] of [
    ['a leaf', alice.der, alice.der, issuer.der],
    ['a leaf with another signature', alice.der, aliceTwin, issuer.der],
    ['a leaf, where the list has the other signature', aliceTwin, alice.der, issuer.der],
    ['a CA', issuer.der, alice.der, issuer.der],
    ['a CA with another signature', issuer.der, alice.der, issuerTwin]
  ] as const) {
    t.test(`${what} stays distrusted by its ${form}`, async (t) => {
      const engine = new CertificateChainEngine({ trustAnchors: root.der, distrusted: spellings(der)[form] })
      const { errorStatus } = engine.getCertificateChain(leaf, { time, additionalCertificates: additional })
      t.same(CertTrust.namesOf(errorStatus), ['IS_EXPLICIT_DISTRUST'])
    })
  }

  t.test(`a leaf that is distrusted by its ${form} is not let in, with either signature; others are`, async (t) => {
    const explain = explainSite({
      virtualRoots: { '/secure': { permissions: ['READ', 'REQUIRE_CERT', 'MAP_CERT'], authentication: 1 } },
      users: { Anybody: { issuerCN: 'Issuer' } },
      trustAnchors: root.der,
      distrusted: [spellings(alice.der)[form]],
      clock: () => time
    })
    const answer = (certificate: Buffer) =>
      explain({ path: '/secure', certificate, chain: [issuer.der] }).subStatus
    t.equal(answer(alice.der), '403.16')
    t.equal(answer(aliceTwin), '403.16')
    t.equal(answer(bob.der), null)
    t.equal(answer(twinOf(bob.der, issuer.der)), null)
  })
}
