import type { Test } from 'tap'
import type { SiteOptions } from '../../lib/index.js'
import type { ClientIdentity } from '../support/clients.js'
import { everyProtocol } from '../support/every-protocol.js'
import { createAuthority, createSelfSigned } from '../support/pki.js'
import { startSite } from '../support/start-site.js'
import { visit } from '../support/visit.js'

const root = await createAuthority({ commonName: 'Root' })
const issuer = await root.issueAuthority({ commonName: 'CompanyIssuer' })
const alice = await issuer.issue({ commonName: 'Alice', serialNumber: '0a' })
const mallory = await issuer.issue({ commonName: 'Mallory', serialNumber: '0b' })

// Strangers who write what they like: the names of the CAs, Alice's serial number, their key identifiers.
const falseRoot = await createAuthority({ commonName: 'Root' })
const falseIssuer = await falseRoot.issueAuthority({ commonName: 'CompanyIssuer' })
const falseAlice = await falseIssuer.issue({ commonName: 'Alice', serialNumber: '0a' })
const issuerOfNoKey = await falseRoot.issueAuthority({ commonName: 'CompanyIssuer', keyIdentifiers: false })
const aliceOfNoKey = await issuerOfNoKey.issue({ commonName: 'Alice', serialNumber: '0a', keyIdentifiers: false })
const selfSigned = await createSelfSigned({ commonName: 'CompanyIssuer', serialNumber: '0a' })
const selfSignedOfNoKey = await createSelfSigned({ commonName: 'CompanyIssuer', serialNumber: '0a', keyIdentifiers: false })
const selfSignedRoot = await createAuthority({ commonName: 'Root', serialNumber: '0a' })

const required = ['READ', 'REQUIRE_CERT', 'MAP_CERT'] as const
const site: SiteOptions = {
  virtualRoots: {
    '/secure': { permissions: required, authentication: 1, userList: 'Alice' },
    '/everyone': { permissions: required, authentication: 1, userList: '*' },
    '/denied': { permissions: required, authentication: 1, userList: '-Alice;*' },
    '/wanted': { permissions: ['READ', 'NEGO_CERT'] }
  },
  users: { Alice: { issuerCN: 'CompanyIssuer', serialNumber: '0a' }, Root: { issuerCN: 'Root' } },
  trustAnchors: root.pem,
  intermediates: issuer.pem
}
const paths = Object.keys(site.virtualRoots)

/** Every path on one connection, and again on one that resumes it. */
async function answers (t: Test, port: number, protocol: object, identity: ClientIdentity): Promise<unknown[]> {
  const requests = paths.map((path) => ({ path }))
  const first = await visit({ port, identity, ...protocol }, requests)
  const second = await visit({ port, identity, ...protocol }, requests, first.session)
  const [once, again] = [first, second].map(({ responses }) =>
    responses.map(({ json }) => json['subStatus'] ?? json['user']))
  t.same(again, once, 'resumed, the same')
  return once!
}

/** One's own certificate and key, and somebody else's certificates behind it. */
function sending (own: ClientIdentity, others: readonly ClientIdentity[]): ClientIdentity {
  const chainPem = [own, ...others].map(({ pem }) => pem).join('')
  return { pem: own.pem, keyPem: own.keyPem, intermediatesPem: '', chainPem }
}

// A chain that comes in a header is the affair of issue 6; here every chain comes from the socket.
everyProtocol('S28: only the first certificate, whose key was proved, says who the client is', async (t, protocol) => {
  const { port } = await startSite(t, site, { http2: true })
  t.same(await answers(t, port, protocol, alice), ['Alice', 'Alice', '403.12', null], 'Alice herself')
  const own = ['403.12', '403.12', '403.12', null]
  for (const [what, others] of [
    ['the victim\'s certificate', [alice]],
    ['the issuer and the victim\'s certificate', [issuer, alice]],
    ['the victim\'s certificate and the issuer', [alice, issuer]],
    ['the victim\'s certificate, many times', Array(20).fill(alice)],
    ['the victim\'s whole chain, root and all', [alice, issuer, root]]
  ] as ReadonlyArray<[string, ClientIdentity[]]>) {
    t.same(await answers(t, port, protocol, sending(mallory, others)), own, `Mallory, who also sends ${what}`)
    const stranger = await answers(t, port, protocol, sending(falseAlice, others))
    t.same(stranger, paths.map(() => '403.16'), `a stranger, who also sends ${what}`)
  }
  t.same(await answers(t, port, protocol, alice), ['Alice', 'Alice', '403.12', null], 'Alice is still Alice')
})

everyProtocol('S28: a victim\'s certificate issues nothing', async (t, protocol) => {
  const { port } = await startSite(t, site, { http2: true })
  const aliceAsIssuer = await issuer.issueAuthority({
    commonName: 'CompanyIssuer', basicConstraints: null, keyUsage: null
  })
  const issued = await aliceAsIssuer.issue({ commonName: 'Alice', serialNumber: '0a' })
  t.same(await answers(t, port, protocol, issued), paths.map(() => '403.16'))
})

everyProtocol('S30: names that match are looked at in a certificate that is trusted, and in no other', async (t, protocol) => {
  const { port } = await startSite(t, site, { http2: true })
  for (const [what, identity] of Object.entries({
    'of an issuer and a root of the same names': falseAlice,
    'of such an issuer without key identifiers': aliceOfNoKey,
    'self-signed, under the name of the issuer': selfSigned,
    'self-signed, under that name, without key identifiers': selfSignedOfNoKey,
    'self-signed, under the name of the root': selfSignedRoot,
    'of a false issuer, sent with the true one': sending(falseAlice, [issuer]),
    'of a false issuer, sent with both': sending(falseAlice, [falseIssuer, issuer, falseRoot, root])
  })) {
    t.same(await answers(t, port, protocol, identity), paths.map(() => '403.16'), `a certificate ${what}`)
  }
})

everyProtocol('S30: a bit that is forgiven makes no signature good', async (t, protocol) => {
  // The seed's override: UNTRUSTED_ROOT and PARTIAL_CHAIN.
  const { port } = await startSite(t, { ...site, certTrustOverride: 0x10020 }, { http2: true })
  const forged = ['403.16', '403.16', '403.16', '403.16']
  t.same(await answers(t, port, protocol, aliceOfNoKey), forged, 'the true issuer has not signed it')
  // What the warning at start is about: with these two bits anybody can make a certificate that maps.
  t.same(await answers(t, port, protocol, selfSigned), ['Alice', 'Alice', '403.12', null])
})

everyProtocol('S30: of a UserList the entry that denies decides before one that allows everyone', async (t, protocol) => {
  const { port } = await startSite(t, site, { http2: true })
  const { responses } = await visit({ port, identity: alice, ...protocol }, [{ path: '/denied' }, { path: '/everyone' }])
  t.same(responses.map(({ json }) => json['subStatus'] ?? json['user']), ['403.12', 'Alice'])
})
