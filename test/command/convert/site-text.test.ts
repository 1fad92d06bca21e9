import t from 'tap'
import { jsonText, registryText } from '../../../lib/command/convert/site-text.js'
import type { SourceSite } from '../../../lib/command/convert/source-site.js'
import { Places } from '../../../lib/command/site-file/places.js'
import { siteFromRegistry } from '../../../lib/site/registry-file.js'
import type { GivenTarget } from '../../../lib/command/site-file/targets.js'
import type { SiteOptions } from '../../../lib/site/options.js'

function sourceOf (site: SiteOptions, targets: Record<string, GivenTarget> = {}): SourceSite {
  return { site, targets: new Map(Object.entries(targets)), places: new Places({ file: 'a.json' }), lost: [] }
}

/** What stands in the JSON text. */
function json (...source: Parameters<typeof sourceOf>): unknown {
  return JSON.parse(jsonText(sourceOf(...source)).bytes.toString())
}

t.test('in JSON flags have names, and serial numbers are text', async (t) => {
  t.same(json({
    virtualRoots: { '/a': { permissions: 0x41, userList: 'Al' }, '/b': {} },
    users: { Al: { issuerCN: 'x', serialNumber: Uint8Array.of(1, 0x0a) }, Bo: { serialNumber: '0x02' } },
    trustAnchors: 'ca.pem'
  }), {
    virtualRoots: { '/a': { permissions: ['READ', 'REQUIRE_CERT'], userList: 'Al' }, '/b': {} },
    users: { Al: { issuerCN: 'x', serialNumber: '01:0a' }, Bo: { serialNumber: '0x02' } },
    trustAnchors: 'ca.pem'
  })
})

t.test('in JSON users are pairs where JavaScript would move their names, and else an object', async (t) => {
  const issued = { issuerCN: 'x' }
  const virtualRoots = {}
  t.same(json({ virtualRoots, users: [['B', issued], ['1', issued]] }), { virtualRoots, users: [['B', issued], ['1', issued]] })
  t.same(json({ virtualRoots, users: new Map([['B', issued]]) }), { virtualRoots, users: { B: issued } })
  t.same(json({ virtualRoots }), { virtualRoots })
})

t.test('in JSON a root says what it serves', async (t) => {
  const virtualRoots = { '/a': { permissions: ['READ'] as const }, '/b': {} }
  t.same(json({ virtualRoots }, { '/a': { folder: 'www' } }), {
    virtualRoots: { '/a': { permissions: ['READ'], folder: 'www' }, '/b': {} }
  })
})

t.test('in a registry what a root serves is the default value of its key', async (t) => {
  const { bytes, lost } = registryText(sourceOf({ virtualRoots: { '/a': { permissions: 1 }, '/A/b': {} } }, {
    '/a': { physicalPath: '\\windows\\www' }, '/A/b': { upstream: 'http://[::1]/' }
  }))
  t.equal(bytes.toString().replaceAll('HKEY_LOCAL_MACHINE\\COMM\\HTTPD', '…').replaceAll('\r', ''), `Windows Registry Editor Version 5.00

[…]

[…\\VROOTS\\/a]
@="\\\\windows\\\\www"
"P"=dword:00000001

[…\\VROOTS\\/A/b]
@="http://[::1]/"

[…\\SSL]
`)
  t.same(lost, [])
})

t.test('a registry beyond ASCII is UTF-16 with a byte order mark', async (t) => {
  const virtualRoots = { '/Bücher': {} }
  const { bytes } = registryText(sourceOf({ virtualRoots }))
  t.same([...bytes.subarray(0, 2)], [0xff, 0xfe])
  t.same(siteFromRegistry(bytes), { virtualRoots })
  t.same([...registryText(sourceOf({ virtualRoots: { '/a': {} } }, { '/a': { physicalPath: '\\ü' } })).bytes.subarray(0, 2)], [0xff, 0xfe])
})

t.test('options that a registry has no place for are lost, each by its name', async (t) => {
  const site = { virtualRoots: {}, users: {}, adminUsers: 'Al', postReadSize: 1, certificateSubject: 'x', certTrustOverride: 1 }
  t.same(registryText(sourceOf(site)).lost, [])
  t.same(registryText(sourceOf({ ...site, trustAnchors: 'ca.pem', strength: 'any' as never })).lost, [
    'trustAnchors: a registry has no place for it', 'strength: a registry has no place for it'
  ])
})

t.test('a rule of a user that a registry has no place for is an error, for without it the entry would map more', async (t) => {
  for (const [option, user] of [
    ['certificate', { certificate: 'al.pem' }], ['subject', { issuerCN: 'x', subject: { CN: 'x' } }], ['deny', { issuerCN: 'x', deny: true }]
  ] as const) {
    t.throws(() => registryText(sourceOf({ virtualRoots: {}, users: { Al: user } })), {
      name: 'TypeError', message: `users['Al'].${option}: a registry has no place for it; leave the user out`
    })
  }
})

t.test('what is wrong with a site is told, whichever text it becomes', async (t) => {
  for (const [site, message] of [
    [{ virtualRoots: 5 }, /^virtualRoots: 5 is not a plain object/],
    [{ virtualRoots: {}, users: 5 }, 'users: 5 is not a plain object'],
    [{ virtualRoots: {}, users: { Al: 5 } }, "users['Al']: 5 is not a plain object"]
  ] as Array<[SiteOptions, string | RegExp]>) {
    for (const write of [jsonText, registryText]) t.throws(() => write(sourceOf(site)), { name: 'TypeError', message })
  }
})
