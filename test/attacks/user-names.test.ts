import t from 'tap'
import type { SiteOptions } from '../../lib/index.js'
import { commonName, integer, name, utf8 } from '../support/der.js'
import { everyProtocol } from '../support/every-protocol.js'
import { explainSite } from '../support/explain-site.js'
import { handMade, handMadeAuthority } from '../support/hand-made.js'
import { startSite } from '../support/start-site.js'
import { visit } from '../support/visit.js'

// Hand-made certificates are valid in 2026.
const time = new Date('2026-06-01T12:00:00Z')

const authority = handMadeAuthority({ subject: commonName('Issuer') })
const site: SiteOptions = {
  virtualRoots: { '/secure': { permissions: ['READ', 'REQUIRE_CERT', 'MAP_CERT'], authentication: 1 } },
  users: { Alice: { issuerCN: 'Issuer' } },
  trustAnchors: authority.der,
  clock: () => time
}

// The name of a user is the operator's, never a text out of a certificate; what could still be misread stops the start.
t.test('S31: a user\'s name that could be read as another\'s stops the start', async (t) => {
  const codes = [...Array(32).keys(), 0x7f, 0x80, 0x85, 0x9f, 0x2028, 0x2029]
  const controls = codes.map((code) => String.fromCodePoint(code))
  for (const wrong of [
    'Alice:password', ':', 'Alice:', ...controls.map((control) => `Alice${control}Bob`), 'Alice\r\nSet-Cookie: a=b',
    'Alice;Bob', '*', '@Finance', '-Alice', ' Alice', 'Alice ', ''
  ]) {
    t.throws(() => explainSite({ ...site, users: { [wrong]: { issuerCN: 'Issuer' } } }), TypeError, encodeURIComponent(wrong))
    t.throws(() => explainSite({ ...site, users: new Map([[wrong, { issuerCN: 'Issuer' }]]) }), TypeError, encodeURIComponent(wrong))
  }
  for (const twins of [['Alice', 'ALICE'], ['Ärger', 'ärger']]) {
    const users = Object.fromEntries(twins.map((twin) => [twin, { issuerCN: 'Issuer' }]))
    t.throws(() => explainSite({ ...site, users }), TypeError, `${twins}: UserLists do not tell them apart`)
  }
})

for (const user of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
  t.test(`S31: ${user} is a name like any other`, async (t) => {
    const users = [[user, { issuerCN: 'Issuer' }]] as const
    const certificate = handMade(authority, {}).der
    const allowed = { '/secure': { ...site.virtualRoots['/secure'], userList: user } }
    t.equal(explainSite({ ...site, users, virtualRoots: allowed })({ path: '/secure', certificate }).pseudoUser?.name, user)
    const denied = { '/secure': { ...site.virtualRoots['/secure'], userList: `-${user};*` } }
    t.equal(explainSite({ ...site, users, virtualRoots: denied })({ path: '/secure', certificate }).subStatus, '403.12')
    t.equal(explainSite({ ...site, virtualRoots: allowed })({ path: '/secure', certificate }).subStatus, '403.12', 'Alice')
  })
}

/** A name of so many attributes of 1 000 characters. */
const long = (attributes: number): Buffer =>
  name(...Array(attributes).fill(['2.5.4.11', utf8('x'.repeat(1_000))]), ['2.5.4.3', utf8('Alice')])

everyProtocol('S31: a name of up to 64 KB is read whole', async (t, protocol) => {
  const { port } = await startSite(t, site, {
    http2: true,
    after: (app) => app.get('/secure', async ({ pseudoUser, serverVariables }) => ({
      user: pseudoUser?.name, length: serverVariables.CERT_SUBJECT.length
    }))
  })
  for (const attributes of [1, 10, 60]) {
    const identity = handMade(authority, { subject: long(attributes) })
    const { responses } = await visit({ port, identity, ...protocol }, [{ path: '/secure' }])
    t.match(responses[0]?.json, { user: 'Alice', length: attributes * 1_004 + 'CN=Alice'.length })
  }
})

// Not on a connection: OpenSSL ends handshakes whose session it can't write into 64 KB.
t.test('S31: longer names are refused, and soon', async (t) => {
  for (const attributes of [70, 4_000]) {
    const certificate = handMade(authority, { subject: long(attributes) }).der
    const { chain, subStatus } = explainSite(site)({ path: '/secure', certificate })
    t.equal(subStatus, '403.16')
    t.match(chain, { elements: [], budgetExceeded: 'certificateSize' })
  }
})

everyProtocol('S31: control characters out of a certificate reach no header and no line of the log', async (t, protocol) => {
  const lines: string[] = []
  const { port } = await startSite(t, site, {
    http2: true,
    fastify: { logger: { level: 'debug', stream: { write: (line: string) => { lines.push(line) } } } },
    after: (app) => app.get('/secure', async ({ serverVariables }, reply) =>
      reply.header('x-user', serverVariables.REMOTE_USER).send({ subject: serverVariables.CERT_SUBJECT }))
  })
  const evil = commonName('Alice\r\nSet-Cookie: admin=1\r\n\r\n<html>\u0085\u2028{"level":60}')
  for (const [serialNumber, issuer] of [['0a', authority], ['0b', handMadeAuthority({ subject: evil })]] as const) {
    const identity = handMade(issuer, { subject: evil, serialNumber: integer(serialNumber) })
    const { responses } = await visit({ port, identity, ...protocol }, [{ path: '/secure' }])
    t.equal(responses[0]?.headers['set-cookie'], undefined)
    t.equal(responses[0]?.headers['x-user'], issuer === authority ? 'Alice' : undefined)
  }
  for (const line of lines) {
    t.equal(line.indexOf('\n'), line.length - 1, 'a line is one line')
    t.doesNotThrow(() => JSON.parse(line))
  }
  t.ok(lines.some((line) => line.includes('403.16')))
})
