/**
 * S37: certificates say where their revocation can be asked for, and anybody can make a certificate. Nobody is
 * connected to but hosts that the operator lists, over http and https, at public addresses, for certificates that an
 * authority of the operator's vouches for.
 */
import t from 'tap'
import type { Test } from 'tap'
import type { SiteOptions } from '../../lib/index.js'
import { signedCrl, uri } from '../support/crl.js'
import { commonName, extension, integer, sequence } from '../support/der.js'
import type { Octets } from '../support/der.js'
import { handMade, handMadeAuthority } from '../support/hand-made.js'
import type { HandMade } from '../support/hand-made.js'
import { accessAt, crlsAt, freshestCrlAt, ocspAt, revocationServer, type RevocationServer } from '../support/revocation-server.js'
import { startSite } from '../support/start-site.js'
import { visit } from '../support/visit.js'

// Hand-made certificates are valid in 2026, and the CRLs of test/support/crl.ts fresh in June.
const clock = (): Date => new Date('2026-06-15T12:00:00Z')

const root = handMadeAuthority({ subject: commonName('Root') })
const stranger = handMadeAuthority({ subject: commonName('Stranger') })
/** Bears the root's name. */
const impostor = handMadeAuthority({ subject: commonName('Root') })
/** No authority, and issues all the same. */
const alice = handMade(root, { subject: commonName('Alice') })

function leafOf (issuer: HandMade, ...extensions: Octets[]): HandMade {
  return handMade(issuer, {
    subject: commonName('Leaf'), serialNumber: integer('05'), extensionList: sequence(...extensions)
  })
}

/** The sub-status that a client gets, or 200. */
async function answerTo (t: Test, identity: HandMade, options: Partial<SiteOptions>): Promise<unknown> {
  const { port } = await startSite(t, {
    virtualRoots: { '/': { permissions: ['READ', 'REQUIRE_CERT'] } },
    trustAnchors: root.der,
    clock,
    revocationTimeout: 2_000,
    ...options
  })
  const { responses: [response] } = await visit({ port, identity, tls: 'TLSv1.3' }, [{ path: '/' }])
  return response?.json['subStatus'] ?? response?.status
}

const anywhere = { hosts: ['127.0.0.1', 'localhost', '::1'], allowPrivateAddresses: true }
const everywhere = ({ origin }: RevocationServer): Buffer[] => [
  crlsAt(`${origin}/crl`), freshestCrlAt(`${origin}/delta`), ocspAt(`${origin}/ocsp`)
]

t.test('what a verified certificate names is asked', async (t) => {
  const server = await revocationServer(t, signedCrl(root))
  t.equal(await answerTo(t, leafOf(root, crlsAt(`${server.origin}/crl`)), { revocationSources: anywhere }), 200)
  t.equal(server.connections, 1)
})

const unverified: ReadonlyArray<readonly [name: string, issuer: HandMade, options?: Partial<SiteOptions>]> = [
  ['of a stranger', stranger],
  ['of a stranger that sends its own root, which is overridden', stranger, { certTrustOverride: 0x20 | 0x10000 }],
  ['with a signature of somebody else', impostor],
  ['with a signature of somebody else, which is overridden', impostor, { certTrustOverride: 0x8 }],
  ['of a client, which is no authority', alice],
  ['of a client, which is overridden', alice, { certTrustOverride: 0x410 }]
]

for (const [name, issuer, options] of unverified) {
  t.test(`a certificate ${name} makes no connection`, async (t) => {
    const server = await revocationServer(t)
    const revocationSources = anywhere
    t.equal(await answerTo(t, leafOf(issuer, ...everywhere(server)), { revocationSources, ...options }), '403.16')
    t.equal(server.connections, 0)
  })
}

t.test('a certificate that is not trusted for something else makes no connection', async (t) => {
  const server = await revocationServer(t)
  const serverAuth = extension('2.5.29.37', sequence('06082b06010505070301'))
  t.equal(await answerTo(t, leafOf(root, serverAuth, ...everywhere(server)), { revocationSources: anywhere }), '403.16')
  t.equal(server.connections, 0)
})

const onTheInternet = { hosts: ['127.0.0.1', 'localhost', '::1', '::ffff:127.0.0.1'] }

const forbidden: ReadonlyArray<readonly [
  name: string, urlsOf: (server: RevocationServer) => readonly string[], options?: Partial<SiteOptions>
]> = [
  ['a loopback address', ({ port }) => [
    `http://127.0.0.1:${port}/`, `http://127.1:${port}/`, `http://0x7f000001:${port}/`, `http://2130706433:${port}/`
  ]],
  ['an IPv4 address in IPv6', ({ port }) => [`http://[::ffff:127.0.0.1]:${port}/`, `http://[::ffff:7f00:1]:${port}/`]],
  ['a name whose address is loopback', ({ port }) => [`http://localhost:${port}/`]],
  ['a host that is not listed', ({ port }) => [`http://127.0.0.1:${port}/`, `http://localhost:${port}/`], {
    revocationSources: { hosts: ['crl.example.org'], allowPrivateAddresses: true }
  }],
  ['a host that is not listed, with one that is as its user', ({ port }) => [`http://crl.example.org@127.0.0.1:${port}/`], {
    revocationSources: { hosts: ['crl.example.org'], allowPrivateAddresses: true }
  }],
  ['a host that is listed, with a password', ({ port }) => [`http://user:pass@127.0.0.1:${port}/`], {
    revocationSources: anywhere
  }],
  ['another protocol', ({ port }) => [
    `ldap://127.0.0.1:${port}/cn=crl`, `ftp://127.0.0.1:${port}/`, 'file:///etc/passwd', `ws://127.0.0.1:${port}/`,
    `//127.0.0.1:${port}/`, 'data:,x'
  ], { revocationSources: anywhere }],
  ['anything, where nothing is fetched', ({ port }) => [`http://127.0.0.1:${port}/`], { crls: [] }]
]

for (const [name, urlsOf, options] of forbidden) {
  t.test(`${name} is not connected to`, async (t) => {
    const server = await revocationServer(t, signedCrl(root))
    for (const url of urlsOf(server)) {
      for (const names of [crlsAt(url), ocspAt(url), freshestCrlAt(url)]) {
        t.equal(await answerTo(t, leafOf(root, names), { revocationSources: onTheInternet, ...options }), '403.16', url)
      }
    }
    t.equal(server.connections, 0)
  })
}

t.test('where the issuer\'s certificate is to be had nobody looks', async (t) => {
  const server = await revocationServer(t)
  const caIssuers = accessAt(['1.3.6.1.5.5.7.48.2', uri(`${server.origin}/ca.crt`)])
  t.equal(await answerTo(t, leafOf(root, caIssuers), { revocationSources: anywhere }), '403.16')
  t.equal(server.connections, 0)
})

t.test('a redirect leads to nobody who might not be asked', async (t) => {
  const target = await revocationServer(t, signedCrl(root))
  const server = await revocationServer(t)
  for (const location of [
    `http://localhost:${target.port}/`, 'file:///etc/passwd', `ftp://127.0.0.1:${target.port}/`, 'http://[', ''
  ]) {
    server.answer = (_request, response) => response.writeHead(302, { location }).end()
    const revocationSources = { hosts: ['127.0.0.1'], allowPrivateAddresses: true }
    t.equal(await answerTo(t, leafOf(root, crlsAt(`${server.origin}/`)), { revocationSources }), '403.16', location)
  }
  t.equal(target.connections, 0)
})
