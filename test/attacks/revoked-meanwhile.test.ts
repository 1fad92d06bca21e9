// lessons.md S6: a certificate that is revoked during a keep-alive, in every way to come to a certificate
import { once } from 'node:events'
import t from 'tap'
import type { SiteOptions } from '../../lib/index.js'
import { ResponseReader } from '../support/byte-conversation.js'
import { entry, signedCrl, time as date } from '../support/crl.js'
import { commonName, integer, sequence } from '../support/der.js'
import { handMade, handMadeAuthority } from '../support/hand-made.js'
import { formatRequest } from '../support/http-messages.js'
import { openTls } from '../support/raw-tls.js'
import { crlsAt, revocationServer } from '../support/revocation-server.js'
import { startSite } from '../support/start-site.js'

// Hand-made certificates are valid in 2026, and the CRLs of test/support/crl.ts fresh in June.
const june = new Date('2026-06-15T12:00:00Z')
const july = new Date('2026-07-15T12:00:00Z')
const ofJuly = { thisUpdate: date('260701000000Z'), nextUpdate: date('260801000000Z') }

const root = handMadeAuthority({ subject: commonName('Root') })
const good = signedCrl(root)
const alsoGood = signedCrl(root, ofJuly)
const revoking = signedCrl(root, { ...ofJuly, entries: [entry('05')] })

const ways: Array<[why: string, tls: 'TLSv1.2' | 'TLSv1.3', servername: string, options: Partial<SiteOptions>]> = [
  ['in the handshake', 'TLSv1.3', '', {}],
  ['in the middle of a request', 'TLSv1.2', '', { acquire: 'renegotiate' }],
  ['in the middle of a request, to a host of many', 'TLSv1.2', 'www.test', { acquire: 'renegotiate', certificateHost: 'secure.test' }],
  ['by host name', 'TLSv1.3', 'secure.test', { certificateHost: 'secure.test' }]
]

for (const [why, tls, servername, options] of ways) {
  t.test(`S6: ${why}, the next request knows of it`, async (t) => {
    let now = june
    const server = await revocationServer(t, good)
    const identity = handMade(root, {
      subject: commonName('Leaf'), serialNumber: integer('05'), extensionList: sequence(crlsAt(`${server.origin}/`))
    })
    const byHostName = servername !== ''
    const { port } = await startSite(t, {
      virtualRoots: { '/': { permissions: ['READ', 'REQUIRE_CERT'] } },
      trustAnchors: root.der,
      clock: () => now,
      revocationSources: { hosts: ['127.0.0.1'], allowPrivateAddresses: true },
      // That no test takes.
      revocationTimeout: 60_000,
      ...options
    }, { byHostName })
    const client = openTls({ port, tls, identity, ...byHostName && { servername } })
    t.teardown(() => { client.destroy() })
    await once(client, 'secureConnect')
    const reader = new ResponseReader(client)
    const ask = async (): Promise<unknown> => {
      client.write(formatRequest({ path: '/', headers: byHostName ? { host: servername } : {} }))
      const { status, json } = await reader.next()
      return json['subStatus'] ?? status
    }
    t.strictSame([await ask(), await ask()], [200, 200])
    now = july
    server.answer = alsoGood
    t.equal(await ask(), 200, 'the answer of June is asked for anew in July')
    server.answer = revoking
    now = new Date('2026-08-15T12:00:00Z')
    t.equal(await ask(), '403.13', 'out of date itself, it revokes all the same')
    t.equal(server.requests.length, 3)
  })
}
