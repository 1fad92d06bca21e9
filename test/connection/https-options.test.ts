import { constants } from 'node:crypto'
import { createServer } from 'node:https'
import t from 'tap'
import { httpsOptions } from '../../lib/connection/https-options.js'
import type { SiteOptions } from '../../lib/site/options.js'
import { temporaryFolder } from '../support/clients.js'
import { createAuthority } from '../support/pki.js'

const authority = await createAuthority({ commonName: 'Root' })
const other = await createAuthority({ commonName: 'Other' })
const virtualRoots = { '/Accounts': { permissions: ['READ', 'REQUIRE_CERT'] } } as const
const site: SiteOptions = { virtualRoots, trustAnchors: [authority.pem, other.der] }
const { SSL_OP_NO_RENEGOTIATION, SSL_OP_NO_TICKET, SSL_OP_NO_SESSION_RESUMPTION_ON_RENEGOTIATION } = constants

t.test('clients are asked, and not rejected, and the anchors are named', async (t) => {
  const options = httpsOptions(site)
  t.match(options, { requestCert: true, rejectUnauthorized: false, secureOptions: SSL_OP_NO_RENEGOTIATION })
  t.strictSame((options.ca as string[]).map((pem) => pem.replace(/\s/g, '')), [authority, other].map(({ pem }) => pem.replace(/\s/g, '')))
  t.doesNotThrow(() => createServer(options))
})

t.test('with a certificateHost no ticket hides the host of a session', async (t) => {
  t.equal(httpsOptions({ ...site, certificateHost: 'a.test' }).secureOptions, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET)
})

t.test('with renegotiation nobody is asked before a request, which TLS 1.3 can not do', async (t) => {
  const renegotiating: SiteOptions = { ...site, acquire: 'renegotiate' }
  const secureOptions = SSL_OP_NO_SESSION_RESUMPTION_ON_RENEGOTIATION | SSL_OP_NO_TICKET
  const expected = { requestCert: false, rejectUnauthorized: false, secureOptions }
  t.match(httpsOptions(renegotiating), { ...expected, maxVersion: 'TLSv1.2' })
  t.match(httpsOptions({ ...renegotiating, certificateHost: 'a.test' }), { ...expected, maxVersion: undefined })
})

t.test('a site that trusts nobody asks nobody', async (t) => {
  t.strictSame(httpsOptions({ virtualRoots: {} }), {})
})

t.test('the server certificate comes from the store', async (t) => {
  const server = await authority.issueServer(['server.test'])
  const store = await temporaryFolder(t, { 'server.pem': server.pem + server.keyPem })
  const named = { certificateSubject: 'server.test', store }
  for (const options of [httpsOptions({ ...site, ...named }), httpsOptions({ virtualRoots: {}, ...named })]) {
    t.doesNotThrow(() => createServer(options))
    t.match(String(options.cert), /BEGIN CERTIFICATE/)
    t.match(String(options.key), /PRIVATE KEY/)
  }
  t.notOk(httpsOptions({ ...site, certificateSubject: 'server.test' }).cert, 'a subject alone says nothing of where it is')
})

t.test('what is wrong with the site is a TypeError', async (t) => {
  t.throws(() => httpsOptions({ virtualRoots }), { name: 'TypeError', message: /^trustAnchors/ })
})
