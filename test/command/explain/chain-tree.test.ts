import t from 'tap'
import { chainCertificates } from '../../../lib/command/explain/chain-tree.js'
import { CertificateChainEngine } from '../../../lib/trust/engine.js'
import { createAuthority } from '../../support/pki.js'

const year = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2026-12-31T00:00:00Z') }
const root = await createAuthority({ commonName: 'Root', serialNumber: '01', ...year })
const alice = await root.issue({ commonName: 'Alice', serialNumber: '02' })

function chainOf (trustAnchors: string): ReturnType<typeof chainCertificates> {
  const time = new Date('2026-06-01T00:00:00Z')
  return chainCertificates(new CertificateChainEngine({ trustAnchors }).getCertificateChain(alice.pem, { time }))
}

t.test('each certificate is told with its facts, the anchor by name', async (t) => {
  t.same(chainOf(root.pem), [
    { subject: 'CN=Alice', trust: [], facts: ['serial 02', 'valid 2026-01-01 to 2026-12-31', 'ec 256 bits'] },
    {
      subject: 'CN=Root',
      trust: [],
      facts: ['serial 01', 'valid 2026-01-01 to 2026-12-31', 'ec 256 bits', 'self-signed', 'trust anchor']
    }
  ])
})

t.test('the end of a partial chain is no anchor', async (t) => {
  const other = await createAuthority({ commonName: 'Other', ...year })
  t.same(chainOf(other.pem).map(({ facts }) => facts.includes('trust anchor')), [false])
})

t.test('a key that nobody understands is told so', async (t) => {
  const certificate = { subject: 'CN=x', serialNumber: '01', notBefore: 0, notAfter: 0, publicKey: null, publicKeyBits: 0 }
  const chain = { errorStatus: 0, elements: [{ certificate, errorStatus: 0, infoStatus: 0 }] }
  t.match(chainCertificates(chain as never), [{ facts: ['serial 01', /1970/, 'a key that is not understood', 'trust anchor'] }])
})
