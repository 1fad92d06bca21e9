import type { Server } from 'node:http'
import Fastify, { type FastifyServerOptions } from 'fastify'
import t from 'tap'
import { createServer, httpsOptions } from '../../lib/index.js'
import { serverCertificateCovers, serverFacts } from '../../lib/gate/server-facts.js'
import { createAuthority } from '../support/pki.js'

const authority = await createAuthority({ commonName: 'Root' })
const { keyPem: key, pem: cert } = await authority.issueServer(['www.test', 'a.test'])
const site = { virtualRoots: {}, trustAnchors: authority.pem, certificateHost: 'a.test' } as const
const asking = httpsOptions(site)
const serverOf = (options: object): Server => Fastify(options as FastifyServerOptions).server

const both = ['TLSv1.2', 'TLSv1.3']
const httpVersions = ['HTTP/1.1', 'HTTP/2'] as const

const cases: Array<[why: string, options: object, expected: object]> = [
  ['plain HTTP', {}, { tlsVersions: [], httpVersions, asks: 'nobody' }],
  ['a server that asks nobody', { https: {} }, { tlsVersions: both, httpVersions, asks: 'nobody' }],
  ['a server that asks everyone', { https: asking }, { tlsVersions: both, httpVersions, asks: 'everyone' }],
  ['HTTP/2', { http2: true, https: asking }, { tlsVersions: both, httpVersions, asks: 'everyone' }],
  ['TLS 1.2 alone', { https: { maxVersion: 'TLSv1.2' } }, { tlsVersions: ['TLSv1.2'] }],
  ['TLS 1.3 alone', { https: { minVersion: 'TLSv1.3' } }, { tlsVersions: ['TLSv1.3'] }],
  ['TLS 1.1 too', { https: { minVersion: 'TLSv1.1' } }, { tlsVersions: both }],
  ['by host name', { https: {}, serverFactory: createServer(site) }, { tlsVersions: both, asks: 'certificateHost' }]
]

for (const [why, options, expected] of cases) {
  t.test(why, async (t) => {
    t.match(serverFacts({ server: serverOf(options), httpVersions }), expected)
  })
}

t.test('whether the server certificate is valid for a host', async (t) => {
  const rsa = await authority.issueServer(['b.test'], { keyAlgorithm: 'RSA-2048' })
  const covers = (https: object, host: string) => serverCertificateCovers(serverOf({ https }), host)
  t.equal(covers({ key, cert }, 'a.test'), true)
  t.equal(covers({ key, cert }, 'c.test'), false)
  t.equal(covers({ key, cert: Buffer.from(cert) }, 'a.test'), true)
  t.equal(covers({ key: [key, rsa.keyPem], cert: [cert, rsa.pem] }, 'b.test'), true)
  t.equal(covers({ key, cert }, '*.test'), null, 'a pattern is many hosts')
  t.equal(covers({}, 'a.test'), null, 'there is none')
})
