import { constants } from 'node:crypto'
import t from 'tap'
import { othersTicketKeys, sidesOf } from '../../../lib/connection/server/sides.js'
import { createSite } from '../../../lib/site/options.js'
import { createAuthority } from '../../support/pki.js'
import { temporaryFolder } from '../../support/temporary-folder.js'

const authority = await createAuthority({ commonName: 'Root' })
const options = { virtualRoots: {}, trustAnchors: authority.pem, certificateHost: 'a.test' } as const
const site = createSite(options)
const engine = site.engine!
const { SSL_OP_NO_RENEGOTIATION, SSL_OP_NO_TICKET, SSL_OP_NO_QUERY_MTU } = constants

t.test('the one side is asked, the other is not, and both have what they were given', async (t) => {
  const given = { ciphers: 'x', requestCert: true, rejectUnauthorized: true, secureOptions: SSL_OP_NO_QUERY_MTU }
  const { asked, others } = sidesOf(site, engine, given)
  const common = { ciphers: 'x', rejectUnauthorized: false, secureOptions: SSL_OP_NO_QUERY_MTU | SSL_OP_NO_RENEGOTIATION }
  t.match(asked, { ...common, requestCert: true })
  t.match(others, { ...common, requestCert: false })
})

t.test('sessions can be resumed with tickets', async (t) => {
  const { asked, others } = sidesOf(site, engine, {})
  for (const { secureOptions } of [asked, others]) t.equal(secureOptions! & SSL_OP_NO_TICKET, 0)
})

t.test('who is to be asked later must be able to renegotiate', async (t) => {
  const secureOptions = SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_QUERY_MTU
  const later = createSite({ ...options, acquire: 'renegotiate' })
  const expected = { name: 'TypeError', message: /^secureOptions: .*leave it out/ }
  t.throws(() => sidesOf(later, engine, { secureOptions }), expected)
  const { others } = sidesOf(later, engine, { secureOptions: SSL_OP_NO_QUERY_MTU })
  t.equal(others.secureOptions! & SSL_OP_NO_RENEGOTIATION, 0)
  t.doesNotThrow(() => sidesOf(site, engine, { secureOptions }))
})

t.test('no session of one side is one of the other', async (t) => {
  const contexts = [{}, { sessionIdContext: 'mine' }, { sessionIdContext: 'yours' }].flatMap((given) => {
    const { asked, others } = sidesOf(site, engine, given)
    return [asked.sessionIdContext, others.sessionIdContext]
  })
  t.equal(new Set(contexts).size, 6)
  for (const context of contexts.slice(1)) t.ok(context!.length <= 32, 'OpenSSL takes no more')
  const ticketKeys = Buffer.alloc(48, 1)
  const sides = sidesOf(site, engine, { ticketKeys })
  t.equal(sides.asked.ticketKeys, ticketKeys)
  t.same(sides.others.ticketKeys, othersTicketKeys(ticketKeys))
  t.notOk('ticketKeys' in sidesOf(site, engine, {}).others, 'Node makes keys at random')
})

t.test('keys of the other side are as long, and follow from those of the one', async (t) => {
  const keys = [1, 2].map((octet) => othersTicketKeys(Buffer.alloc(48, octet)))
  t.same(keys.map(({ length }) => length), [48, 48])
  t.notSame(keys[0], keys[1])
  t.notSame(keys[0], Buffer.alloc(48, 1))
  t.same(keys[0], othersTicketKeys(Buffer.alloc(48, 1)))
})

t.test('the server certificate comes from the store, unless one is given', async (t) => {
  const server = await authority.issueServer(['server.test'])
  const store = await temporaryFolder(t, { 'server.pem': server.pem + server.keyPem })
  const stored = createSite({ ...options, certificateSubject: 'server.test', store })
  const { asked, others } = sidesOf(stored, engine, {})
  for (const { cert, key } of [asked, others]) {
    t.match(String(cert), /BEGIN CERTIFICATE/)
    t.match(String(key), /PRIVATE KEY/)
  }
  t.equal(sidesOf(stored, engine, { cert: 'given' }).others.cert, 'given')
})
