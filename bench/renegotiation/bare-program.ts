/**
 * A child process: what Node alone needs to ask for a certificate in the middle of a request. It takes every client and
 * looks for nothing that could go wrong: no app could do less.
 */
import { constants } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { setImmediate } from 'node:timers/promises'
import type { TLSSocket } from 'node:tls'
import { cpuMicroseconds } from '../../test/support/cpu-time.js'
import type { BenchSite } from '../servers/bench-site.js'

process.once('message', async ({ site, key, cert }: BenchSite) => {
  const server = createServer({
    key,
    cert,
    ca: String(site.trustAnchors),
    rejectUnauthorized: false,
    maxVersion: 'TLSv1.2',
    secureOptions: constants.SSL_OP_NO_SESSION_RESUMPTION_ON_RENEGOTIATION | constants.SSL_OP_NO_TICKET
  }, async (request, response) => {
    const socket = request.socket as TLSSocket
    const body = buffer(request)
    await setImmediate()
    await new Promise<void>((resolve, reject) => {
      socket.renegotiate({ requestCert: true, rejectUnauthorized: false }, (error) => {
        if (error === null) resolve()
        else reject(error)
      })
    })
    await setImmediate()
    const hasCertificate = socket.getPeerCertificate().raw !== undefined
    const length = String((await body).length)
    response.writeHead(hasCertificate ? 200 : 403, { 'content-type': 'text/plain', 'content-length': length.length })
    response.end(length)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  process.on('message', () => process.send?.(cpuMicroseconds()))
  process.send?.((server.address() as AddressInfo).port)
})
process.once('disconnect', () => process.exit())
