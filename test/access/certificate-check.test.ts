import t from 'tap'
import { certificate } from '../../lib/access/certificate-check.js'
import type { ConnectionFacts } from '../../lib/access/decide.js'
import type { Acquisition } from '../../lib/site/acquisition.js'
import type { FlagName } from '../../lib/site/flags.js'
import { createSite, type Acquire } from '../../lib/site/options.js'
import type { CertificateChain } from '../../lib/trust/chain.js'
import { createAuthority } from '../support/pki.js'

const { pem } = await createAuthority({ commonName: 'Root' })
const chain = {} as CertificateChain

interface Given {
  readonly acquire?: Acquire
  readonly flag?: FlagName
  readonly chain?: CertificateChain
  readonly method?: string
  readonly target?: string
  readonly certificateHost?: string
  readonly connection?: Partial<ConnectionFacts>
}

function find (
  { acquire = 'handshake', flag = 'REQUIRE_CERT', chain, method = 'GET', target = '/root?x', certificateHost, connection }: Given
) {
  const site = createSite({
    virtualRoots: { '/root': { permissions: ['READ', flag] } },
    trustAnchors: pem,
    acquire,
    ...certificateHost !== undefined && { certificateHost }
  })
  const [root] = site.virtualRoots
  return certificate(site, root!, {
    method,
    target,
    chain: chain ?? null,
    mapUserAnswer: null,
    awaitsRevocation: false,
    connection: {
      encrypted: true,
      cipherBits: 256,
      serverName: 'a.test',
      asked: null,
      host: 'a.test',
      port: null,
      acquisition: null,
      ...connection
    }
  }, null)
}

t.test('who was asked in vain is refused, and does not go on as one who has none', async (t) => {
  const refused: Array<[Acquisition, code: string]> = [
    ['http2', 'FST_CE_CERT_REQUIRED'],
    ['bodyTooLarge', 'FST_CE_POST_READ_SIZE'],
    ['pipelined', 'FST_CE_CERT_REQUIRED'],
    ['timedOut', 'FST_CE_CERT_REQUIRED'],
    ['failed', 'FST_CE_CERT_REQUIRED']
  ]
  for (const [acquisition, code] of refused) {
    for (const flag of ['REQUIRE_CERT', 'NEGO_CERT'] as const) {
      t.equal(find({ flag, connection: { acquisition } }).code, code, `${acquisition}, ${flag}`)
      t.equal(find({ flag, chain, connection: { acquisition } }).code, code, `${acquisition}, ${flag}, a certificate`)
    }
  }
})

t.test('who has none, or can not be asked, goes on where a certificate is not required', async (t) => {
  for (const acquisition of ['asked', 'tls13', 'exhausted', null] as const) {
    t.equal(find({ connection: { acquisition } }).code, 'FST_CE_CERT_REQUIRED', `${acquisition}, REQUIRE_CERT`)
    t.equal(find({ flag: 'NEGO_CERT', connection: { acquisition } }).code, undefined, `${acquisition}, NEGO_CERT`)
    t.equal(find({ chain, connection: { acquisition } }).code, undefined, `${acquisition}, with a certificate`)
  }
  t.match(find({ connection: { acquisition: 'tls13' } }).reason, /^TLS 1.3 can ask for no certificate/)
  t.match(find({ connection: { acquisition: 'exhausted' } }).reason, /^the client was asked on this connection before/)
})

t.test('who is to be asked in the middle of the request does not go on before', async (t) => {
  const given = { acquire: 'renegotiate', flag: 'NEGO_CERT' } as const
  t.match(find(given), { code: 'FST_CE_CERT_REQUIRED', reason: /answered before its client was asked/ })
  t.match(find({ ...given, connection: { asked: false } }), { code: 'FST_CE_CERT_REQUIRED' })
  t.equal(find({ ...given, connection: { acquisition: 'asked' } }).code, undefined)
  t.equal(find({ ...given, connection: { asked: true } }).code, undefined, 'asked in the handshake')
  t.equal(find({ ...given, connection: { encrypted: false } }).code, undefined, 'nobody asks over plain HTTP')
  t.equal(find({ ...given, chain }).code, undefined, 'a resumed session has brought a certificate')
})

const certificateHost = 'secure.test'
const tls13 = { acquisition: 'tls13' } as const
const otherHost = { asked: false } as const

const elsewhere: Array<[why: string, given: Given, answer: string | undefined]> = [
  ['TLS 1.3: GET', { certificateHost, connection: tls13 }, 'https://secure.test/root?x'],
  ['TLS 1.3: HEAD', { certificateHost, method: 'HEAD', connection: tls13 }, 'https://secure.test/root?x'],
  ['TLS 1.3: on another port', { certificateHost, connection: { ...tls13, port: '8443' } }, 'https://secure.test:8443/root?x'],
  ['TLS 1.3: where one can do without', { certificateHost, flag: 'NEGO_CERT', connection: tls13 }, 'https://secure.test/root?x'],
  ['TLS 1.3: no host at all', { certificateHost, connection: { ...tls13, host: null } }, 'https://secure.test/root?x'],
  ['TLS 1.3: POST', { certificateHost, method: 'POST', connection: tls13 }, 'FST_CE_CERT_REQUIRED'],
  ['TLS 1.3: POST where one can do without', { certificateHost, method: 'POST', flag: 'NEGO_CERT', connection: tls13 }, undefined],
  ['TLS 1.3: the certificate host itself', { certificateHost, connection: { ...tls13, host: 'secure.test' } }, 'FST_CE_CERT_REQUIRED'],
  ['TLS 1.3: a pattern', { certificateHost: '*.test', connection: tls13 }, 'FST_CE_CERT_REQUIRED'],
  ['TLS 1.3: a target that can not be sent back', { certificateHost, target: '*', connection: tls13 }, 'FST_CE_CERT_REQUIRED'],
  ['another host: GET', { certificateHost, connection: otherHost }, 'https://secure.test/root?x'],
  ['another host: POST', { certificateHost, method: 'POST', connection: otherHost }, 'FST_CE_MISDIRECTED'],
  ['another host: a pattern', { certificateHost: '*.secure.test', connection: otherHost }, 'FST_CE_MISDIRECTED'],
  ['another host: where one can do without', { certificateHost, flag: 'NEGO_CERT', method: 'POST', connection: otherHost }, 'FST_CE_MISDIRECTED'],
  ['another host in TLS 1.3: POST', { certificateHost, method: 'POST', connection: { ...otherHost, ...tls13 } }, 'FST_CE_MISDIRECTED'],
  ['another host, but asked since', { certificateHost, connection: { ...otherHost, acquisition: 'asked' } }, 'FST_CE_CERT_REQUIRED'],
  ['another host, with a certificate', { certificateHost, chain, connection: otherHost }, undefined],
  ['the certificate host, asked', { certificateHost, connection: { asked: true, host: 'secure.test' } }, 'FST_CE_CERT_REQUIRED']
]

for (const [why, given, answer] of elsewhere) {
  t.test(`${why}: ${answer ?? 'goes on'}`, async (t) => {
    const { code, location } = find(given)
    t.equal(code === 'FST_CE_CERT_HOST' ? location : code, answer)
  })
}
