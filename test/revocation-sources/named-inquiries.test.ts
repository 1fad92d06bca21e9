import t from 'tap'
import { deltaInquiries, namedInquiries, type NamedInquiry } from '../../lib/revocation-sources/named-inquiries.js'
import type { RevocationMode } from '../../lib/trust/chain-options.js'
import { CertificateChainEngine } from '../../lib/trust/engine.js'
import { cRLDistributionPoints, cRLIssuer, directoryName, fullName, relativeName, uri } from '../support/crl.js'
import { attribute, commonName, extension, integer, octets, sequence, utf8 } from '../support/der.js'
import type { Octets } from '../support/der.js'
import { authorityExtensions, handMade } from '../support/hand-made.js'
import type { HandMade } from '../support/hand-made.js'
import { accessAt, crlsAt, freshestCrlAt, ocspAt } from '../support/revocation-server.js'

// Hand-made certificates are valid in 2026.
const time = new Date('2026-06-15T12:00:00Z')
const settings = { allowsHost: (host: string) => host === 'a', allowPrivateAddresses: false, maxSize: 1000 }

function authorityWith (name: string, issuer: HandMade | null, ...extensions: Octets[]): HandMade {
  const own = authorityExtensions.subarray(2)
  return handMade(issuer, { subject: commonName(name), extensionList: sequence(own, ...extensions) })
}

function leafWith (issuer: HandMade, ...extensions: Octets[]): HandMade {
  return handMade(issuer, {
    subject: commonName('Leaf'),
    serialNumber: integer('05'),
    ...(extensions.length > 0 && { extensionList: sequence(...extensions) })
  })
}

const root = authorityWith('Root', null, crlsAt('http://a/root'))
const authority = authorityWith('Authority', root, crlsAt('http://a/authority'))
const stranger = authorityWith('Root', null)

const keysOf = (named: readonly NamedInquiry[]): string[] =>
  named.map(({ inquiry }) => inquiry.key.split(' ').slice(0, 2).join(' '))

function named (leaf: HandMade, revocation: RevocationMode = 'chainExcludeRoot', anchor = root): readonly NamedInquiry[] {
  const engine = new CertificateChainEngine({ trustAnchors: anchor.der, intermediates: [authority.der, stranger.der] })
  return namedInquiries(engine.getCertificateChain(leaf.der, { time, revocation }), revocation, settings)
}

const leaf = leafWith(authority, crlsAt('http://a/leaf'))

for (const [revocation, keys] of [
  ['none', []],
  ['endCertificate', ['crl http://a/leaf']],
  ['chain', ['crl http://a/root', 'crl http://a/authority', 'crl http://a/leaf']],
  ['chainExcludeRoot', ['crl http://a/authority', 'crl http://a/leaf']]
] as const) {
  t.test(`with revocation ${revocation} those are asked who are named by ${keys.length} certificates`, async (t) => {
    t.same(keysOf(named(leaf, revocation)), keys)
  })
}

t.test('each is asked for the issuer of the certificate', async (t) => {
  t.same(named(leaf, 'chain').map(({ issuer }) => issuer.subject.commonName), ['Root', 'Root', 'Authority'])
})

for (const [name, extensions, keys] of [
  ['nobody', [], []],
  ['several CRLs', [crlsAt('http://a/1', 'https://a/2')], ['crl http://a/1', 'crl https://a/2']],
  ['one point with two names', [cRLDistributionPoints([fullName(uri('http://a/1'), uri('http://a/2'))])],
    ['crl http://a/1', 'crl http://a/2']],
  ['an indirect CRL', [cRLDistributionPoints([fullName(uri('http://a/1')), cRLIssuer(commonName('B'))])], ['crl http://a/1']],
  ['deltas', [crlsAt('http://a/1'), freshestCrlAt('http://a/2')], ['crl http://a/1', 'crl http://a/2']],
  ['responders', [ocspAt('http://a/1', 'http://a/2')], ['ocsp http://a/1', 'ocsp http://a/2']],
  ['a responder and a CRL', [crlsAt('http://a/1'), ocspAt('http://a/2')], ['ocsp http://a/2', 'crl http://a/1']],
  ['hosts that may not be asked', [crlsAt('http://b/1', 'http://a/2', 'ldap://a/3'), ocspAt('http://c/')], ['crl http://a/2']],
  ['names that are no URLs', [cRLDistributionPoints(
    [cRLIssuer(commonName('B'))], [relativeName(attribute('2.5.4.3', utf8('B')))], [fullName(directoryName(commonName('B')))]
  )], []],
  ['an issuer\'s certificate', [accessAt(['1.3.6.1.5.5.7.48.2', uri('http://a/1')])], []],
  ['a responder that is no URL', [accessAt(['1.3.6.1.5.5.7.48.1', directoryName(commonName('B'))])], []],
  ['what can\'t be read', [extension('2.5.29.46', octets('0500'))], []],
  ['very many', [crlsAt(...Array.from({ length: 20 }, (_, number) => `http://a/${number}`))],
    Array.from({ length: 8 }, (_, number) => `crl http://a/${number}`)]
] as const) {
  t.test(`a certificate can name ${name}`, async (t) => {
    t.same(keysOf(named(leafWith(authority, ...extensions), 'endCertificate')), keys)
  })
}

t.test('nobody is asked for a chain that does not end in an anchor', async (t) => {
  t.same(named(leafWith(stranger, crlsAt('http://a/1')), 'chain', authorityWith('Other', null)), [])
  t.same(named(leafWith(authorityWith('Unknown', null), crlsAt('http://a/1')), 'chain'), [])
})

t.test('nobody is asked for a certificate that its issuer did not sign, nor for those below', async (t) => {
  const impostor = authorityWith('Root', null)
  t.same(keysOf(named(leafWith(impostor, crlsAt('http://a/1')), 'chainExcludeRoot')), [])
  const below = authorityWith('Below', impostor, crlsAt('http://a/below'))
  const engine = new CertificateChainEngine({ trustAnchors: root.der, intermediates: below.der })
  const chain = engine.getCertificateChain(leafWith(below, crlsAt('http://a/1')).der, { time, revocation: 'chain' })
  t.equal(chain.elements.length, 3)
  t.same(keysOf(namedInquiries(chain, 'chain', settings)), ['crl http://a/root'])
})

t.test('nobody is asked for a certificate that cannot be read', async (t) => {
  const chain = new CertificateChainEngine({ trustAnchors: root.der }).getCertificateChain('no certificate', { time })
  t.same(namedInquiries(chain, 'chain', settings), [])
})

t.test('a CRL can name its deltas', async (t) => {
  const [first] = named(leaf, 'endCertificate')
  const points = [{
    distributionPoint: {
      fullName: [
        { form: 'uniformResourceIdentifier', value: 'http://a/delta' }, { form: 'uniformResourceIdentifier', value: 'http://b/' }
      ]
    },
    reasons: null,
    cRLIssuer: null
  }] as const
  const deltas = deltaInquiries(points, first!.issuer, settings)
  t.same(keysOf(deltas), ['crl http://a/delta'])
  t.equal(deltas[0]?.issuer, first?.issuer)
})
