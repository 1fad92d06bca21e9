import t from 'tap'
import { crlInquiry } from '../../lib/revocation-sources/crl-inquiry.js'
import { informedChain } from '../../lib/revocation-sources/informed-chain.js'
import type { Answer } from '../../lib/revocation-sources/inquiry.js'
import { ocspInquiry } from '../../lib/revocation-sources/ocsp-inquiry.js'
import type { CertificateChain } from '../../lib/trust/chain.js'
import { Certificate } from '../../lib/trust/certificate/certificate.js'
import { CertificateChainEngine } from '../../lib/trust/engine.js'
import { CertTrust } from '../../lib/trust/status.js'
import { entry, signedCrl, time as date } from '../support/crl.js'
import { certificateId, revoked, signedOcsp, single } from '../support/ocsp.js'
import { GOOD, UNKNOWN, authority, leaf, root, time } from '../support/revocation-chain.js'

const url = new URL('http://a/')
const crl = (...entries: Buffer[]): Answer => crlInquiry(url, 1000).read(signedCrl(authority, { entries }))
const [certificate, issuer] = [leaf, authority].map(({ der }) => Certificate.decode(der))
const ocsp = (status: Buffer): Answer => ocspInquiry(url, certificate!, issuer!)
  .read(signedOcsp(authority, { responses: [single({ certificateId: certificateId(authority, '05'), status })] }))

function statusOf (answersFor: (chain: CertificateChain) => readonly Answer[]): string {
  const engine = new CertificateChainEngine({ trustAnchors: root.der, intermediates: authority.der })
  const chain = informedChain(engine, { answersFor }, leaf.der, { time, usage: null, revocation: 'endCertificate' })
  return CertTrust.namesOf(chain.elements[0]!.errorStatus).filter((bit) => bit !== 'IS_OFFLINE_REVOCATION').join() || GOOD
}

t.test('a chain is judged with what is known of it', async (t) => {
  t.equal(statusOf(() => []), UNKNOWN)
  t.equal(statusOf(() => [crl()]), GOOD)
  t.equal(statusOf(() => [crl(entry('05'))]), 'IS_REVOKED')
  t.equal(statusOf(() => [ocsp(revoked(1))]), 'IS_REVOKED')
  t.equal(statusOf(() => [ocsp(Buffer.from('8000', 'hex'))]), GOOD)
})

t.test('what is known of the chain that comes out of it counts too', async (t) => {
  const known = [crl()]
  t.equal(statusOf((chain) => (chain.errorStatus === 0 ? [crl(entry('05'))] : known)), 'IS_REVOKED')
})

t.test('who always knows something else is not heard for ever', async (t) => {
  let asked = 0
  statusOf(() => {
    asked++
    return [crlInquiry(url, 1000).read(signedCrl(authority, { thisUpdate: date(`2606${10 + asked}000000Z`) }))]
  })
  t.equal(asked, 4)
})
