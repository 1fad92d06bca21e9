import t from 'tap'
import { CertificateChainEngine } from '../../lib/index.js'
import type { SiteOptions } from '../../lib/index.js'
import type { ChainOptions } from '../../lib/trust/chain-options.js'
import { nodeHttp2, nodeHttps } from '../support/clients.js'
import { createAuthority } from '../support/pki.js'
import { startSite } from '../support/start-site.js'

// Two weeks, the second of which the leaf does not see.
const notBefore = new Date('2026-03-02T00:00:00Z')
const notAfter = new Date('2026-03-15T23:59:59Z')
const leafNotAfter = new Date('2026-03-08T23:59:59Z')
const before = new Date('2026-03-01T23:59:59Z')
const within = new Date('2026-03-05T12:00:00Z')
const after = new Date('2026-03-09T00:00:00Z')

const root = await createAuthority({ commonName: 'Root', notBefore, notAfter })
const issuer = await root.issueAuthority({ commonName: 'Issuer' })
const other = await root.issueAuthority({ commonName: 'Issuer' })
const alice = await issuer.issue({ commonName: 'Alice', serialNumber: '0a', notAfter: leafNotAfter })
const bob = await issuer.issue({ commonName: 'Bob', serialNumber: '0b', keys: alice.keys })

const required = ['READ', 'REQUIRE_CERT', 'MAP_CERT'] as const
const site: SiteOptions = {
  virtualRoots: {
    '/open': { permissions: ['READ', 'NEGO_CERT'] },
    '/alice': { permissions: required, authentication: 1, userList: 'Alice' },
    '/bob': { permissions: required, authentication: 1, userList: 'Bob' },
    '/administration': { permissions: required, authentication: 2 },
    '/nobody': { permissions: required, authentication: 3 },
    '/write': { permissions: ['WRITE', 'REQUIRE_CERT'] },
    '/public': {}
  },
  users: { Alice: { issuerCN: 'Issuer', serialNumber: '0a' }, Bob: { issuerCN: 'Issuer', serialNumber: '0b' } },
  trustAnchors: root.pem,
  intermediates: issuer.pem,
  clock: () => within
}
const answersToAlice = [
  ['/open', null], ['/alice', 'Alice'], ['/bob', '403.12'], ['/administration', '403.12'], ['/nobody', '403.12'],
  ['/write', '403.2'], ['/public', null]
] as const

/** Every path beside every other, both ways round. */
const interleaved = answersToAlice.flatMap((one) => answersToAlice.flatMap((another) => [one, another, one]))

for (const client of [nodeHttps, nodeHttp2]) {
  t.test(`S24: one certificate on paths of different policy, interleaved, by ${client.name}`, async (t) => {
    const { port } = await startSite(t, site, { http2: true })
    const responses = await client.converse(t, {
      port,
      identity: alice,
      manner: 'kept-alive',
      http: client.http[0]!,
      requests: interleaved.map(([path]) => ({ path }))
    })
    t.same(responses.map(({ json }) => json['subStatus'] ?? json['user']), interleaved.map(([, answer]) => answer))
  })
}

t.test('S24: one certificate on paths of different policy, at the same time', async (t) => {
  const { port } = await startSite(t, site, { http2: true })
  const threeOfEach = [...answersToAlice, ...answersToAlice, ...answersToAlice]
  await Promise.all(threeOfEach.map(async ([path, answer]) => {
    const [response] = await nodeHttp2.converse(t, { port, identity: alice, http: 'h2', requests: [{ path }] })
    t.equal(response?.json['subStatus'] ?? response?.json['user'], answer, path)
  }))
})

t.test('S24: a decision that is made within another does not change it', async (t) => {
  let inside: unknown[] | null = null
  const { app, port } = await startSite(t, {
    ...site,
    // The one place where a decision calls out.
    clock: () => {
      if (inside === null) {
        inside = []
        inside = ['/bob', '/alice'].map((path) => app.ceCertAuth.explain({ path, certificate: bob.pem }).subStatus)
      }
      return within
    }
  })
  for (const [path, answer] of answersToAlice.slice(1, 5)) {
    inside = null
    const [response] = await nodeHttps.converse(t, { port, identity: alice, requests: [{ path }] })
    t.equal(response?.json['subStatus'] ?? response?.json['user'], answer, path)
    t.same(inside, [null, '403.12'], 'Bob is decided as Bob')
  }
})

/** The same bytes but for a bit of the signature, of the serial number, of the key. */
function spoilt (der: Buffer, part: Buffer): Buffer {
  const at = der.indexOf(part)
  return Buffer.from(der.map((octet, index) => index === at + part.length - 1 ? octet ^ 1 : octet))
}

const questions: ReadonlyArray<[what: string, leaf: Buffer, options: ChainOptions]> = [
  ['Alice', alice.der, {}],
  ['Alice, for a server', alice.der, { usage: 'serverAuth' }],
  ['Alice, for any use', alice.der, { usage: null }],
  ['Alice, revocation', alice.der, { revocation: 'chain' }],
  ['Alice, revocation of the leaf', alice.der, { revocation: 'endCertificate' }],
  ['Alice, explicit policy', alice.der, { requireExplicitPolicy: true }],
  ['Alice, before', alice.der, { time: before }],
  ['Alice, at the end', alice.der, { time: leafNotAfter }],
  ['Alice, after', alice.der, { time: after }],
  ['Alice, with another issuer', alice.der, { additionalCertificates: other.der }],
  ['Alice, with the issuer and another', alice.der, { additionalCertificates: [other.der, issuer.der] }],
  ['Alice, with the issuer', alice.der, { additionalCertificates: issuer.der }],
  ['Alice, with the issuer, for a server', alice.der, { additionalCertificates: issuer.der, usage: 'serverAuth' }],
  ['Alice, forged', spoilt(alice.der, alice.der), { additionalCertificates: issuer.der }],
  ['Alice, with another serial', spoilt(alice.der, Buffer.of(2, 1, 0x0a)), { additionalCertificates: issuer.der }],
  ['Bob, who has her key', bob.der, { additionalCertificates: issuer.der }],
  ['Bob, after', bob.der, { additionalCertificates: issuer.der, time: after }]
]

t.test('S24: what the engine remembers changes no answer, whatever is asked in between', async (t) => {
  const ask = (engine: CertificateChainEngine, [, leaf, options]: typeof questions[number]): unknown => {
    const { errorStatus, elements } = engine.getCertificateChain(leaf, { time: within, ...options })
    return [errorStatus, elements.map(({ certificate, errorStatus }) => [certificate.fingerprint256, errorStatus])]
  }
  const fresh = new Map(questions.map((question) =>
    [question, ask(new CertificateChainEngine({ trustAnchors: root.der, cacheSize: 0 }), question)]))
  t.equal(new Set([...fresh.values()].map((answer) => JSON.stringify(answer))).size > 8, true, 'they are many questions')
  for (const cacheSize of [undefined, 0, 1, 2]) {
    const engine = new CertificateChainEngine({ trustAnchors: root.der, cacheSize })
    for (const first of questions) {
      for (const second of questions) {
        for (const question of [first, second, first]) {
          const [what] = question
          const answer = ask(engine, question)
          if (JSON.stringify(answer) !== JSON.stringify(fresh.get(question))) t.fail(`${what}, cache of ${cacheSize}`)
        }
      }
    }
    t.pass(`a cache of ${cacheSize ?? 'the default size'}`)
  }
})

t.test('S24: an answer does not outlive the certificates that it rests on', async (t) => {
  const engine = new CertificateChainEngine({ trustAnchors: root.der, intermediates: issuer.der })
  const errors = [before, within, leafNotAfter, after, within, before, notAfter, notBefore]
    .map((time) => engine.getCertificateChain(alice.der, { time }).errorStatus)
  t.same(errors, [1, 0, 0, 1, 0, 1, 1, 0])
})

// A negative answer is as long-lived as a positive one: it depends on nothing but its inputs, and these are in its key.
t.test('S24: a refusal is not kept for a chain that has come to be complete', async (t) => {
  const engine = new CertificateChainEngine({ trustAnchors: root.der })
  const status = (options: ChainOptions) =>
    engine.getCertificateChain(alice.der, { time: within, ...options }).errorStatus
  t.not(status({}), 0)
  t.equal(status({ additionalCertificates: issuer.der }), 0)
  t.not(status({}), 0, 'and what one peer has sent does not serve another')
})

t.test('S24: answers, shared as they are, can not be changed', async (t) => {
  const engine = new CertificateChainEngine({ trustAnchors: root.der, intermediates: issuer.der })
  const chain = engine.getCertificateChain(alice.der, { time: after })
  for (const shared of [chain, chain.elements, ...chain.elements]) t.ok(Object.isFrozen(shared))
  const leaf = Buffer.from(alice.der)
  t.equal(engine.getCertificateChain(leaf, { time: within }).errorStatus, 0)
  leaf.set(spoilt(alice.der, alice.der))
  t.not(engine.getCertificateChain(leaf, { time: within }).errorStatus, 0, 'the bytes are looked at each time')
  t.equal(engine.getCertificateChain(alice.der, { time: within }).errorStatus, 0, 'and were copied the first time')
})
