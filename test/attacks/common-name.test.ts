import { X509Certificate } from 'node:crypto'
import t from 'tap'
import type { SiteOptions } from '../../lib/index.js'
import { attribute, element, integer, name, sequence, set, text, utf8 } from '../support/der.js'
import { explainSite } from '../support/explain-site.js'
import { handMade, handMadeAuthority } from '../support/hand-made.js'
import { startSite } from '../support/start-site.js'
import { visit } from '../support/visit.js'

// Hand-made certificates are valid in 2026.
const time = new Date('2026-06-01T12:00:00Z')

const CN = '2.5.4.3'
const O = '2.5.4.10'
const OU = '2.5.4.11'
const emailAddress = '1.2.840.113549.1.9.1'
const printable = (value: string): Buffer => text(0x13, value)
const teletex = (value: string): Buffer => text(0x14, value)
const ia5 = (value: string): Buffer => text(0x16, value)
const bmp = (value: string): Buffer => element(0x1e, Buffer.from(value, 'utf16le').swap16())
const universal = (value: string): Buffer =>
  element(0x1c, ...[...value].map((character) => character.codePointAt(0)!.toString(16).padStart(8, '0')))

/** One relative distinguished name, with its attributes in DER's order. */
const rdn = (...attributes: Buffer[]): Buffer => set(...attributes.sort(Buffer.compare))

// Every CA is trusted: what is tried here is whether the holder of one name passes for the holder of another.
const users = {
  Admin: 'Admin CA',
  Comma: 'a, CN=b',
  Plus: 'a+CN=b',
  Equals: 'CN=a',
  Quote: 'a"b',
  Backslash: 'a\\, b',
  Newline: 'a\nCN=b',
  Slash: '/CN=a',
  Hash: '#0c0161',
  Accent: 'Müller CA',
  Kanji: '認証局'
}

const cases: ReadonlyArray<[what: string, issuerName: Buffer, user: string | null]> = [
  ['the name itself', name([CN, utf8('Admin CA')]), 'Admin'],
  ['the name as PrintableString', name([CN, printable('Admin CA')]), 'Admin'],
  ['the name as TeletexString', name([CN, teletex('Admin CA')]), 'Admin'],
  ['the name as IA5String', name([CN, ia5('Admin CA')]), 'Admin'],
  ['the name as BMPString', name([CN, bmp('Admin CA')]), 'Admin'],
  ['the name as UniversalString', name([CN, universal('Admin CA')]), 'Admin'],
  ['an accent in UTF-8', name([CN, utf8('Müller CA')]), 'Accent'],
  ['an accent in ISO 8859-1', name([CN, teletex('Müller CA')]), 'Accent'],
  ['an accent as BMPString', name([CN, bmp('Müller CA')]), 'Accent'],
  ['an accent, decomposed', name([CN, utf8('Mu\u0308ller CA')]), null],
  ['characters beyond ISO 8859-1', name([CN, bmp('認証局')]), 'Kanji'],

  ['a comma in the name', name([CN, utf8('a, CN=b')]), 'Comma'],
  ['a plus in the name', name([CN, utf8('a+CN=b')]), 'Plus'],
  ['an equals sign in the name', name([CN, utf8('CN=a')]), 'Equals'],
  ['a quote in the name', name([CN, utf8('a"b')]), 'Quote'],
  ['a backslash in the name', name([CN, utf8('a\\, b')]), 'Backslash'],
  ['a line feed in the name', name([CN, utf8('a\nCN=b')]), 'Newline'],
  ['a slash in the name', name([CN, utf8('/CN=a')]), 'Slash'],
  ['what looks like hexadecimal DER', name([CN, utf8('#0c0161')]), 'Hash'],

  ['the name behind a comma', name([CN, utf8('Evil, CN=Admin CA')]), null],
  ['the name before a comma', name([CN, utf8('Admin CA, CN=Evil')]), null],
  ['the name behind a plus', name([CN, utf8('Evil+CN=Admin CA')]), null],
  ['the name behind a slash', name([CN, utf8('Evil/CN=Admin CA')]), null],
  ['the name behind a line feed', name([CN, utf8('Evil\nCN=Admin CA')]), null],
  ['the name behind an equals sign', name([CN, utf8('=Admin CA')]), null],
  ['the name in quotes', name([CN, utf8('"Admin CA"')]), null],
  ['the name behind a backslash', name([CN, utf8('\\Admin CA')]), null],
  ['the name and its type', name([CN, utf8('CN=Admin CA')]), null],
  ['the name and a NUL', name([CN, utf8('Admin CA\0')]), null],
  ['the name, a NUL and more', name([CN, utf8('Admin CA\0.evil.example')]), null],
  ['the name, a NUL and more, as IA5String', name([CN, ia5('Admin CA\0.evil.example')]), null],
  ['the name, a NUL and more, as BMPString', name([CN, bmp('Admin CA\0.evil')]), null],
  ['a NUL before the name', name([CN, utf8('\0Admin CA')]), null],
  ['the name in another case', name([CN, utf8('ADMIN CA')]), null],
  ['the name with blanks around', name([CN, utf8(' Admin CA ')]), null],
  ['the name with two blanks', name([CN, utf8('Admin  CA')]), null],
  ['the name with a no-break space', name([CN, utf8('Admin\u00a0CA')]), null],
  ['the name with a letter that looks alike', name([CN, utf8('\u0410dmin CA')]), null],
  ['the name with a byte order mark', name([CN, utf8('\ufeffAdmin CA')]), null],
  ['the name with an invisible character', name([CN, utf8('Admin\u200b CA')]), null],
  ['the name in full width', name([CN, utf8('Ａｄｍｉｎ CA')]), null],
  ['the name as BMPString, least significant octet first',
    name([CN, element(0x1e, Buffer.from('Admin CA', 'utf16le'))]), null],
  ['the name within a SEQUENCE', name([CN, sequence(utf8('Admin CA'))]), null],

  ['two names, the last another', name([CN, utf8('Admin CA')], [CN, utf8('Evil')]), null],
  ['two names, the last the name', name([CN, utf8('Evil')], [CN, utf8('Admin CA')]), 'Admin'],
  ['two names, the last empty', name([CN, utf8('Admin CA')], [CN, utf8('')]), null],
  ['two names, the last unreadable', name([CN, utf8('Admin CA')], [CN, sequence()]), null],
  ['two names in one RDN', sequence(rdn(attribute(CN, utf8('Admin CA')), attribute(CN, utf8('Evil')))), null],
  ['twice the name in one RDN',
    sequence(rdn(attribute(CN, utf8('Admin CA')), attribute(CN, printable('Admin CA')))), null],
  ['the name and a unit in one RDN',
    sequence(rdn(attribute(CN, utf8('Admin CA')), attribute(OU, utf8('Unit')))), 'Admin'],
  ['a longer name and a unit in one RDN',
    sequence(rdn(attribute(CN, utf8('Admin CA!')), attribute(OU, utf8('CN=Admin CA')))), null],
  ['the name before an organisation', name([CN, utf8('Admin CA')], [O, utf8('Company')]), 'Admin'],
  ['the name behind an organisation', name([O, utf8('Company')], [CN, utf8('Admin CA')]), 'Admin'],

  ['an empty name', name([CN, utf8('')]), null],
  ['no name at all', name([O, utf8('Admin CA')]), null],
  ['an organisation that reads as the name', name([O, utf8('x, CN=Admin CA')]), null],
  ['a unit that is the name', name([OU, utf8('Admin CA')]), null],
  ['an e-mail address that is the name', name([emailAddress, ia5('Admin CA')]), null],
  ['an e-mail address that reads as the name', name([CN, utf8('Evil')], [emailAddress, ia5('a@b/CN=Admin CA')]), null],
  ['the name and an e-mail address', name([CN, utf8('Admin CA')], [emailAddress, ia5('a@b')]), 'Admin'],
  ['an attribute whose OID begins as that of the name', name(['2.5.4.3.1', utf8('Admin CA')]), null],
  ['an attribute whose OID ends as that of the name', name(['1.2.5.4.3', utf8('Admin CA')]), null]
]

/** OpenSSL parses no certificate with such a name. */
const unreadable: ReadonlyArray<[what: string, issuerName: Buffer]> = [
  ['an accent in ISO 8859-1 that says it is UTF-8', name([CN, text(0x0c, 'Müller CA')])],
  ['the name in overlong UTF-8', name([CN, element(0x0c, 'c181 646d696e204341')])],
  ['the name as BMPString of odd length', name([CN, element(0x1e, bmp('Admin CA').subarray(2), '00')])],
  ['the name as OCTET STRING', name([CN, text(0x04, 'Admin CA')])],
  ['two names, the last an OCTET STRING', name([CN, utf8('Admin CA')], [CN, text(0x04, '')])]
]

const authorities = cases.map(([, subject]) => handMadeAuthority({ subject }))
// The leaf tries to pass for its issuer: neither its subject nor its alternative names count.
const leaves = authorities.map((authority, index) => handMade(authority, {
  subject: name([CN, utf8('Admin CA')]), serialNumber: integer(Uint8Array.of(1, index))
}))

const site: SiteOptions = {
  virtualRoots: {
    '/secure': { permissions: ['READ', 'REQUIRE_CERT', 'MAP_CERT'], authentication: 1 },
    '/open': { permissions: ['READ', 'NEGO_CERT', 'MAP_CERT'] }
  },
  users: Object.fromEntries(Object.entries(users).map(([user, issuerCN]) => [user, { issuerCN }])),
  trustAnchors: authorities.map(({ der }) => der),
  clock: () => time
}

t.test('S25: a certificate maps by the decoded name of its issuer, and by nothing that reads like it', async (t) => {
  const explain = explainSite(site)
  for (const [index, [what, , user]] of cases.entries()) {
    const certificate = leaves[index]!.der
    const decision = explain({ path: '/secure', certificate })
    t.equal(decision.chain?.errorStatus, 0, `${what}: the chain is valid`)
    t.equal(decision.pseudoUser?.name ?? null, user, what)
    t.equal(decision.subStatus, user === null ? '403.12' : null, what)
    t.equal(explain({ path: '/open', certificate }).pseudoUser?.name ?? null, user, `${what}, where no user is needed`)
  }
})

t.test('S25: a name with octets that are no characters of its type makes the certificate none', async (t) => {
  const admin = handMadeAuthority({ subject: name([CN, utf8('Admin CA')]) })
  const explain = explainSite({ ...site, trustAnchors: admin.der })
  for (const [what, unreadableName] of unreadable) {
    const { der } = handMadeAuthority({ subject: unreadableName })
    t.notOk(isReadByOpenssl(der), what)
    t.throws(() => explainSite({ ...site, trustAnchors: der }), TypeError, `${what}: no trust anchor`)
    const { subStatus } = explain({ path: '/secure', certificate: handMade(admin, { issuer: unreadableName }).der })
    t.equal(subStatus, '403.16', `${what}: no client`)
  }
})

t.test('S25: the order in which an RDN is written does not make another name of it', async (t) => {
  const [first, second] = [attribute(CN, utf8('Admin CA')), attribute(OU, utf8('Unit'))]
  const inOrder = handMadeAuthority({ subject: sequence(rdn(first, second)) })
  const reversed = sequence(set(...[first, second].sort(Buffer.compare).reverse()))
  const leaf = handMade(inOrder, { issuer: reversed })
  const explain = explainSite({ ...site, trustAnchors: inOrder.der })
  // X.690 §11.6 knows one order; the other is no DER, and such a certificate none.
  t.equal(explain({ path: '/secure', certificate: leaf.der }).subStatus, '403.16')
  t.equal(explain({ path: '/secure', certificate: handMade(inOrder, {}).der }).pseudoUser?.name, 'Admin')
})

t.test('S25: names that differ in their encoding alone are one name, yet map as they are written', async (t) => {
  // RFC 5280 §7.1: case and blanks do not count in the comparison of names that builds the chain.
  const authority = handMadeAuthority({ subject: name([CN, utf8('Admin CA')]) })
  const explain = explainSite({ ...site, trustAnchors: authority.der })
  for (const [issuer, user] of [
    [name([CN, bmp('Admin CA')]), 'Admin'], [name([CN, utf8('ADMIN  CA')]), null], [name([CN, printable(' admin ca')]), null]
  ] as const) {
    const { chain, pseudoUser } = explain({ path: '/open', certificate: handMade(authority, { issuer }).der })
    t.equal(chain?.errorStatus, 0)
    t.equal(pseudoUser?.name ?? null, user)
  }
})

t.test('S25: a client with such a name maps on the wire as it does here', async (t) => {
  const { port } = await startSite(t, site, {
    after: (app) => app.get('/open', async ({ pseudoUser, serverVariables }) => ({
      user: pseudoUser?.name ?? null, subject: serverVariables.CERT_SUBJECT
    }))
  })
  let sent = 0
  for (const [index, [what, , user]] of cases.entries()) {
    const identity = leaves[index]!
    if (!isReadByOpenssl(identity.der)) continue
    const { responses } = await visit({ port, tls: sent++ % 2 === 0 ? 'TLSv1.2' : 'TLSv1.3', identity }, [{ path: '/open' }])
    t.match(responses[0], { status: 200, json: { user, subject: 'CN=Admin CA' } }, what)
  }
  t.ok(sent > 50, `${sent} of ${cases.length} were sent`)
})

/** Otherwise it comes neither out of an OpenSSL client nor into an OpenSSL server. */
function isReadByOpenssl (der: Buffer): boolean {
  try {
    return new X509Certificate(der).raw.length > 0
  } catch {
    return false
  }
}
