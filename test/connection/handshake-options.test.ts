import { constants } from 'node:crypto'
import t from 'tap'
import { askingOptions, silentOptions } from '../../lib/connection/handshake-options.js'
import { createSite } from '../../lib/site/options.js'
import type { Site } from '../../lib/site/options.js'
import { createAuthority } from '../support/pki.js'

const authority = await createAuthority({ commonName: 'Root' })
const siteWith = (acquire: Site['acquire']): Site => createSite({ virtualRoots: {}, trustAnchors: authority.pem, acquire })
const engine = siteWith('handshake').engine!
const { SSL_OP_NO_RENEGOTIATION, SSL_OP_NO_SESSION_RESUMPTION_ON_RENEGOTIATION, SSL_OP_NO_TICKET } = constants

t.test('both name the trust anchors alone, and reject nobody', async (t) => {
  for (const options of [askingOptions(engine), silentOptions(siteWith('handshake'), engine)]) {
    t.equal((options.ca as string[]).join('').replace(/\s/g, ''), authority.pem.replace(/\s/g, ''))
    t.equal(options.rejectUnauthorized, false)
  }
})

t.test('who is asked in the handshake can not become another later', async (t) => {
  t.match(askingOptions(engine), { requestCert: true, secureOptions: SSL_OP_NO_RENEGOTIATION })
})

t.test('who is not asked renegotiates only where that is how certificates are asked for', async (t) => {
  t.match(silentOptions(siteWith('handshake'), engine), { requestCert: false, secureOptions: SSL_OP_NO_RENEGOTIATION })
  t.match(silentOptions(siteWith('renegotiate'), engine), {
    requestCert: false, secureOptions: SSL_OP_NO_SESSION_RESUMPTION_ON_RENEGOTIATION | SSL_OP_NO_TICKET
  })
})
