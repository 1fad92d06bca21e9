// The faults of Node that lessons.md S1 and S2 are about, in servers of Node's own without this package: node-tls.md 1
// and 3. That they do not reach the package is shown in resumption.test.ts and by-host-name.test.ts.
import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createSecureContext, type TLSSocket, type TlsOptions } from 'node:tls'
import t from 'tap'
import type { Test } from 'tap'
import { createAuthority } from '../support/pki.js'
import type { TlsEndpoint } from '../support/raw-tls.js'
import { visit } from '../support/visit.js'

const [company, stranger] = await Promise.all(['Company', 'Stranger'].map((commonName) => createAuthority({ commonName })))
const server = await company!.issueServer(['a.test', 'b.test'])
const mallory = await stranger!.issue({ commonName: 'Mallory' })
const identity = { key: server.keyPem, cert: server.chainPem }

/** Trusts another CA on each of two hosts, as an operator might set it up. */
const perHost: TlsOptions = {
  SNICallback (host, done) {
    done(null, createSecureContext({ ...identity, ca: host === 'a.test' ? stranger!.pem : company!.pem }))
  }
}

/** A server that asks for certificates, and tells what Node says of the client. */
async function startPlainServer (t: Test, options: TlsOptions = {}): Promise<number> {
  const given = { ...identity, ca: company!.pem, requestCert: true, rejectUnauthorized: false, ...options }
  const plain = createServer(given, (request, response) => {
    const socket = request.socket as TLSSocket
    const { authorized } = socket
    const hasCertificate = socket.getPeerX509Certificate() !== undefined
    response.writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ authorized, resumed: socket.isSessionReused(), hasCertificate }))
  }).listen(0, '127.0.0.1')
  t.teardown(() => { plain.close().closeAllConnections() })
  await once(plain, 'listening')
  return (plain.address() as AddressInfo).port
}

/** What Node says of a client that makes a session at the one host, and resumes it at the other. */
async function saidOf (endpoint: TlsEndpoint, [first, second]: [string, string]): Promise<unknown[]> {
  const { responses, session } = await visit({ ...endpoint, servername: first }, [{ path: '/' }])
  const again = await visit({ ...endpoint, servername: second }, [{ path: '/' }], session)
  return [...responses, ...again.responses].map(({ json }) => json)
}

/** Those in which a session of TLS 1.3 that was made without a certificate is authorized when it is resumed. */
const authorizesNobody = /^v(20\.|22\.(1?\d|2[0-3])\.|24\.(1?\d|20)\.|26\.[0-7]\.)/.test(process.version)

/** Those that resume at a host what another has verified with its own CA. */
const resumesAnywhere = /^v20\./.test(process.version)

for (const tls of ['TLSv1.2', 'TLSv1.3'] as const) {
  const isAuthorized = authorizesNobody && tls === 'TLSv1.3'
  t.test(`S1: nobody, resumed, is ${isAuthorized ? '' : 'not '}authorized in ${tls} by Node ${process.version}`, async (t) => {
    const port = await startPlainServer(t)
    t.strictSame(await saidOf({ port, tls }, ['a.test', 'a.test']), [
      { authorized: false, resumed: false, hasCertificate: false },
      { authorized: isAuthorized, resumed: true, hasCertificate: false }
    ])
  })

  t.test(`S2: what the CA of one host has verified is ${resumesAnywhere ? '' : 'not '}authorized at another in ${tls} by Node ${process.version}`, async (t) => {
    const port = await startPlainServer(t, perHost)
    t.strictSame(await saidOf({ port, tls, identity: mallory }, ['a.test', 'b.test']), [
      { authorized: true, resumed: false, hasCertificate: true },
      { authorized: resumesAnywhere, resumed: resumesAnywhere, hasCertificate: true }
    ])
    t.match(await saidOf({ port, tls, identity: mallory }, ['b.test', 'b.test']), [{ authorized: false }, { authorized: false }])
  })
}
