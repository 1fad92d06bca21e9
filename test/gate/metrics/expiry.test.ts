import { createServer as createHttpServer } from 'node:http'
import { createServer } from 'node:https'
import t from 'tap'
import { daysUntilExpiry } from '../../../lib/gate/metrics/expiry.js'
import type { Site } from '../../../lib/site/options.js'
import { createAuthority } from '../../support/pki.js'

// 1 June 2026
const now = Date.UTC(2026, 5, 1)
const DAY = 24 * 60 * 60 * 1000
const plain = createHttpServer()

function days (engine: object | null, server: object = plain): Record<string, number> {
  const site = { engine, clock: () => new Date(now) } as unknown as Site
  return Object.fromEntries(daysUntilExpiry(site, server as typeof plain))
}

t.test('of many the one that ends first counts', async (t) => {
  const trustAnchors = [{ notAfter: now + 40 * DAY }, { notAfter: now + 2.5 * DAY }]
  const crls = [{ nextUpdate: Infinity }, { nextUpdate: now - DAY }]
  t.strictSame(days({ trustAnchors, crls }), { trustAnchors: 2.5, crls: -1 })
})

t.test('what is not there, or has no end, is left out', async (t) => {
  t.strictSame(days(null), {})
  t.strictSame(days({ trustAnchors: [], crls: [{ nextUpdate: Infinity }] }), {})
})

t.test('the certificate of the server is the one that it has now', async (t) => {
  const authority = await createAuthority({ commonName: 'Root', notAfter: new Date(now + 1000 * DAY) })
  const [first, second] = await Promise.all([10, 20].map((later) => {
    return authority.issueServer(['localhost'], { notAfter: new Date(now + later * DAY) })
  }))
  const server = createServer({ key: first!.keyPem, cert: first!.chainPem })
  t.strictSame(days(null, server), { serverCertificate: 10 })
  server.setSecureContext({ key: second!.keyPem, cert: second!.chainPem })
  t.strictSame(days(null, server), { serverCertificate: 20 })
  t.strictSame(days(null, { cert: [second!.pem, first!.pem] }), { serverCertificate: 10 })
})
