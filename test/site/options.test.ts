import { inspect } from 'node:util'
import t from 'tap'
import { createSite } from '../../lib/site/options.js'
import type { SiteOptions } from '../../lib/site/options.js'
import type { Certificate } from '../../lib/trust/certificate/certificate.js'
import { CertTrust } from '../../lib/trust/status.js'
import { createAuthority } from '../support/pki.js'

const company = await createAuthority({ commonName: 'CompanyIssuer' })
const accounting = await createAuthority({ commonName: 'AccountingIssuer' })
const trustAnchors = [company.pem, accounting.pem]

// The seed's scenario.
const seed = {
  virtualRoots: { '/Accounts': { permissions: 0x1c4, authentication: 1, userList: 'Alice;Bob;Carol' } },
  users: {
    Alice: { issuerCN: 'CompanyIssuer', serialNumber: '01:02:03:04:00:00:00:00:00:05' },
    Bob: { issuerCN: 'CompanyIssuer', serialNumber: '01:02:03:04:00:00:00:00:00:06' },
    Carol: { issuerCN: 'AccountingIssuer' }
  },
  trustAnchors
} satisfies SiteOptions

/** A certificate, as far as it shows what the registry maps by. */
function shown (issuerCN: string | null, ...serialNumber: number[]): Certificate {
  return { issuer: { commonName: issuerCN }, serialNumberBytes: Uint8Array.from(serialNumber) } as Certificate
}

/** The seed's scenario with options that TypeScript would not let through. */
function siteWith (options: Record<string, unknown>): ReturnType<typeof createSite> {
  return createSite({ ...seed, ...options } as SiteOptions)
}

t.test('what is left out has the default that the reference names', async (t) => {
  const { virtualRoots, users, engine, clock, ...rest } = createSite(seed)
  t.same(rest, {
    mapUser: null,
    mapUserTimeout: 5000,
    adminUsers: null,
    certTrustOverride: 0,
    revocation: 'none',
    revocationSources: null,
    revocationTimeout: 5000,
    acquire: 'handshake',
    postReadSize: 49152,
    renegotiationTimeout: 10000,
    certificateHost: null,
    certificateSubject: null,
    store: null,
    metrics: null,
    passphrase: null,
    warnings: []
  })
  t.equal(virtualRoots.find('/Accounts/x')?.permissions, 0x1c4)
  t.equal(users.match(shown('AccountingIssuer', 5))?.name, 'Carol')
  t.same(engine?.trustAnchors.map(({ subject }) => subject.commonName), ['CompanyIssuer', 'AccountingIssuer'])
  t.ok(Math.abs(clock().getTime() - Date.now()) < 60_000)
})

t.test('what is given is taken over', async (t) => {
  const clock = () => new Date(0)
  const mapUser = () => true
  const site = siteWith({
    adminUsers: 'Alice',
    certTrustOverride: CertTrust.IS_NOT_TIME_VALID,
    mapUser,
    mapUserTimeout: 1,
    revocation: 'chain',
    acquire: 'renegotiate',
    postReadSize: 0,
    renegotiationTimeout: 1,
    certificateHost: '*.Secure.example.org',
    certificateSubject: 'CE Server Certificate',
    store: '/store',
    passphrase: '',
    strength: 'windows',
    serialNumberByteOrder: 'little',
    users: { Alice: { serialNumber: Uint8Array.of(1, 2) } },
    intermediates: company.pem,
    clock
  })
  t.equal(site.adminUsers?.judge({ name: 'alice', groups: [] }).allowed, true)
  t.match(site, {
    mapUser,
    mapUserTimeout: 1,
    certTrustOverride: 1,
    revocation: 'chain',
    acquire: 'renegotiate',
    postReadSize: 0,
    renegotiationTimeout: 1,
    certificateHost: '*.secure.example.org',
    certificateSubject: 'CE Server Certificate',
    store: '/store',
    passphrase: '',
    clock
  })
  t.equal(site.users.match(shown(null, 2, 1))?.name, 'Alice')
})

t.test('where CRLs or OCSP responses are given revocation is checked, unless it is said otherwise', async (t) => {
  t.equal(siteWith({ crls: [] }).revocation, 'chainExcludeRoot', 'a list that is empty by mistake admits nobody')
  t.equal(siteWith({ crls: [], revocation: 'none' }).revocation, 'none')
  t.equal(siteWith({ ocspResponses: [] }).revocation, 'chainExcludeRoot')
  t.equal(siteWith({ ocspClockSkew: 0 }).revocation, 'none')
})

t.test('where revocation information is fetched revocation is checked, and must be', async (t) => {
  const revocationSources = { hosts: ['crl.example.org'] }
  const site = siteWith({ revocationSources })
  t.equal(site.revocation, 'chainExcludeRoot')
  t.ok(site.revocationSources)
  t.equal(siteWith({ revocationSources, revocation: 'endCertificate' }).revocation, 'endCertificate')
  t.throws(() => siteWith({ revocationSources, revocation: 'none' }), {
    name: 'TypeError', message: 'revocationSources: nothing is fetched with revocation: \'none\'; leave one of them out'
  })
})

t.test('undefined is left out', async (t) => {
  const names = ['users', 'adminUsers', 'intermediates', 'crls', 'ocspResponses', 'ocspClockSkew', 'distrusted', 'strength',
    'certTrustOverride', 'revocation', 'revocationSources', 'revocationTimeout', 'acquire', 'postReadSize', 'renegotiationTimeout',
    'certificateHost', 'certificateSubject', 'store', 'passphrase', 'serialNumberByteOrder', 'clock']
  const site = siteWith(Object.fromEntries(names.map((name) => [name, undefined])))
  t.equal(site.postReadSize, 49152)
  t.equal(site.users.size, 0)
})

t.test('trust anchors are required where a root asks for certificates, and only there', async (t) => {
  const { trustAnchors, ...rest } = seed
  for (const flag of ['NEGO_CERT', 'REQUIRE_CERT'] as const) {
    t.throws(() => createSite({ virtualRoots: { '/': {}, '/a': { permissions: [flag] } } }), {
      name: 'TypeError', message: 'trustAnchors: /a asks clients for certificates; give the certificates to trust'
    })
  }
  t.throws(() => createSite({ ...rest, trustAnchors: undefined } as unknown as SiteOptions),
    /^trustAnchors: \/Accounts asks/)
  t.equal(createSite({ virtualRoots: { '/': {} } }).engine, null)
  t.not(createSite({ virtualRoots: { '/': {} }, trustAnchors }).engine, null, 'a route may ask')
})

// lessons.md S19: there is never a default set of roots.
t.test('trust anchors that are empty, unreadable or bad in part stop the start', async (t) => {
  const garbage = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'
  const mistakes: unknown[] = [
    [], '', ' ', 'garbage', garbage, company.pem + garbage, [company.pem, garbage], [company.pem, ''], [company.pem, null],
    company.keyPem, new Uint8Array(), company.der.subarray(1), '/etc/ssl/ca.pem', null, true, {}, [[]], [undefined]
  ]
  for (const value of mistakes) {
    t.throws(() => siteWith({ trustAnchors: value }), { name: 'TypeError', message: /trustAnchors/ }, typeof value)
  }
})

t.test('options of the trust engine without trust anchors stop the start', async (t) => {
  const virtualRoots = { '/': {} }
  for (const name of ['intermediates', 'crls', 'ocspResponses', 'ocspClockSkew', 'distrusted', 'strength', 'revocationSources']) {
    t.throws(() => createSite({ virtualRoots, [name]: company.pem }), {
      name: 'TypeError', message: `${name}: without trustAnchors no certificate is accepted; give them too`
    })
  }
})

t.test('options of the wrong type or out of range stop the start', async (t) => {
  const mistakes: ReadonlyArray<[options: Record<string, unknown>, message: RegExp]> = [
    [{ virtualRoots: undefined }, /^virtualRoots: undefined is not a plain object/],
    [{ users: [{}] }, /^users: \{\} is not a pair/],
    [{ adminUsers: ['Alice'] }, /^adminUsers: \[ 'Alice' \] is not a string/],
    [{ adminUsers: '--Alice' }, /^adminUsers, entry 1/],
    [{ adminUsers: ';' }, /^adminUsers: ";" has no entry/],
    [{ mapUser: true }, /^mapUser: true is not a function that answers true or false/],
    [{ mapUserTimeout: 0 }, /^mapUserTimeout: 0 is not an integer from 1 to 2147483647/],
    [{ strength: 'weak' }, /strength.*modern.*windows.*any/],
    [{ certTrustOverride: '0x20' }, /^certTrustOverride: '0x20' is not an integer from 0 to 4294967295/],
    [{ certTrustOverride: -1 }, /-1 is not an integer/],
    [{ certTrustOverride: 0x80000000 }, /^certTrustOverride: unknown bits 0x80000000; known are those of CertTrust/],
    [{ certTrustOverride: 0xffffffff }, /unknown bits 0x/],
    [{ certTrustOverride: ['IS_UNTRUSTED_ROOT'] }, /is not an integer/],
    [{ revocation: true }, /^revocation: true is not one of/],
    [{ revocation: 'Chain' }, /^revocation: 'Chain' is not one of/],
    [{ acquire: 'request' }, /^acquire: 'request' is not one of 'handshake', 'renegotiate'/],
    [{ postReadSize: -1 }, /^postReadSize: -1 is not an integer/],
    [{ postReadSize: '49152' }, /^postReadSize: '49152' is not an integer/],
    [{ postReadSize: Infinity }, /^postReadSize: Infinity is not an integer/],
    [{ renegotiationTimeout: 0 }, /^renegotiationTimeout: 0 is not an integer from 1 to 2147483647/],
    [{ renegotiationTimeout: 2 ** 31 }, /^renegotiationTimeout: 2147483648 is not/],
    [{ certificateSubject: '' }, /^certificateSubject: is empty/],
    [{ certificateSubject: 5 }, /^certificateSubject: 5 is not a string/],
    [{ certificateSubject: 'x', store: '' }, /^store: is empty/],
    [{ certificateSubject: 'x', store: ['/store'] }, /^store: \[ '\/store' \] is not a string/],
    [{ store: '/store' }, /^store: say which certificate to take from it with certificateSubject/],
    [{ passphrase: 'secret' }, /^passphrase: is for the keys in a store; give the store too$/],
    [{ serialNumberByteOrder: 'Little' }, /^serialNumberByteOrder: 'Little' is not one of 'big', 'little'/],
    [{ clock: new Date(0) }, /^clock: 1970-01-01T00:00:00.000Z is not a function that returns a Date/],
    [{ clock: null }, /^clock: null is not a function/],
    [{ userList: 'Alice' }, /^site: unknown option 'userList'; known are virtualRoots, users, adminUsers/],
    [{ certtrustoverride: 1 }, /^site: unknown option 'certtrustoverride'; did you mean 'certTrustOverride'\?/],
    [{ constructor: 1 }, /^site: unknown option 'constructor'/]
  ]
  for (const [options, message] of mistakes) {
    t.throws(() => siteWith(options), { name: 'TypeError', message }, String(message))
  }
  for (const site of [undefined, null, 'site', [], new Map(), { __proto__: seed }]) {
    t.throws(() => createSite(site as unknown as SiteOptions), { name: 'TypeError', message: /^site: .* plain object/ })
  }
})

t.test('a passphrase is never shown', async (t) => {
  const message = 'passphrase: is not a string'
  t.throws(() => siteWith({ certificateSubject: 'x', store: '/store', passphrase: ['secret'] }), { name: 'TypeError', message })
})

t.test('a certificate host is a host name or a pattern', async (t) => {
  const label = 'a'.repeat(63)
  for (const host of ['localhost', 'Secure.Example.org', '*.example.org', '*.test', 'xn--strae-oqa.de', `${label}.${label}`]) {
    t.equal(siteWith({ certificateHost: host }).certificateHost, host.toLowerCase())
  }
  const mistakes = [
    '', '*', '*.', '*example.org', 'a.*.org', '**.org', 'example.org.', '.org', 'a..b', '-a.org', 'a-.org', 'a_b.org', 'a b',
    'example.org:443', 'https://example.org', '127.0.0.1', '::1', '[::1]', 'straße.de', `${label}a.org`, 'a.'.repeat(127) + 'a',
    5, null, ['example.org'], /example/
  ]
  for (const host of mistakes) {
    t.throws(() => siteWith({ certificateHost: host }), { name: 'TypeError', message: /^certificateHost: / }, String(host))
  }
})

t.test('an empty list of administrators is nobody', async (t) => {
  t.equal(siteWith({ adminUsers: '' }).adminUsers, null)
})

t.test('a site is frozen, its options are neither frozen nor changed', async (t) => {
  const options = structuredClone(seed)
  const site = createSite(options)
  t.ok(Object.isFrozen(site) && Object.isFrozen(site.warnings))
  for (const root of site.virtualRoots) t.ok(Object.isFrozen(root) && Object.isFrozen(root.userLists))
  t.same(options, seed)
  t.notOk(Object.isFrozen(options) || Object.isFrozen(options.virtualRoots['/Accounts']))
})

t.test('options that are themselves frozen are taken', async (t) => {
  const virtualRoots = Object.freeze({ '/Accounts': Object.freeze({ ...seed.virtualRoots['/Accounts'] }) })
  t.ok(createSite(Object.freeze({ ...seed, virtualRoots, trustAnchors: Object.freeze([...trustAnchors]) })))
})

// lessons.md S21: a value of the wrong type is never read as some other value.
t.test('every option with every kind of value is either taken as it is or a TypeError', async (t) => {
  const values = [
    'false', 'true', '', '0', 0, 1, -1, NaN, 0.5, 1n, true, false, null, [], [null], {}, { a: 1 }, () => {}, Symbol('x'),
    new Date(0), /x/, new Map(), new Set(), new Uint8Array(), Buffer.from('x'), Promise.resolve(), Object.create(null)
  ]
  // Where a value is right: all others must be refused.
  const right: Record<string, (value: unknown) => boolean> = {
    virtualRoots: isEmptyRecord,
    users: (value) => isEmptyRecord(value) || isEmptyIterable(value),
    adminUsers: (value) => typeof value === 'string',
    intermediates: isEmptyArray,
    distrusted: isEmptyArray,
    certTrustOverride: (value) => value === 0 || value === 1,
    postReadSize: (value) => value === 0 || value === 1,
    revocationTimeout: (value) => value === 1,
    renegotiationTimeout: (value) => value === 1,
    certificateHost: (value) => value === 'true' || value === 'false' || value === '0',
    certificateSubject: (value) => typeof value === 'string' && value !== '',
    clock: (value) => typeof value === 'function'
  }
  for (const name of ['virtualRoots', 'users', 'adminUsers', 'trustAnchors', 'intermediates', 'distrusted', 'strength',
    'certTrustOverride', 'revocation', 'revocationSources', 'revocationTimeout', 'acquire', 'postReadSize', 'renegotiationTimeout', 'certificateHost',
    'certificateSubject', 'store', 'passphrase', 'serialNumberByteOrder', 'clock']) {
    for (const value of values) {
      const label = `${name}: ${inspect(value)}`
      if (right[name]?.(value) === true) t.doesNotThrow(() => siteWith({ [name]: value }), label)
      else t.throws(() => siteWith({ [name]: value }), { name: 'TypeError' }, label)
    }
  }
})

function isEmptyRecord (value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0 &&
    [Object.prototype, null].includes(Object.getPrototypeOf(value))
}

function isEmptyIterable (value: unknown): boolean {
  return typeof value === 'object' && value !== null && Symbol.iterator in value &&
    [...value as Iterable<unknown>].length === 0
}

function isEmptyArray (value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
}
