import t from 'tap'
import { inspectOptions } from '../../../lib/command/check/inspect-options.js'
import type { SiteOptions } from '../../../lib/site/options.js'

/** `never`: what files hold is not checked by a compiler. */
const inspect = (options: unknown) => inspectOptions(options as SiteOptions)

t.test('nothing is wrong with a good site', async (t) => {
  const options = { virtualRoots: { '/a': {} }, users: { Al: { issuerCN: 'x' } }, postReadSize: 5 }
  const { errors, sound, parts } = inspect(options)
  t.same(errors, [])
  t.same(sound, { ...options, users: [['Al', { issuerCN: 'x' }]] })
  t.equal(parts.users.size, 1)
})

t.test('all that is wrong is told, and the rest remains', async (t) => {
  const { errors, sound, parts } = inspect({
    virtualRoots: { '/a': { permissions: 0x80 }, '/b': {}, '/B': {}, '/c': { permissions: ['REQUIRE_CERT'] } },
    users: new Map<string, unknown>([['A', {}], ['B', { issuerCN: 'x' }], ['b', { issuerCN: 'y' }]]),
    certTrustOverride: 0x40000000,
    crls: 'x',
    passphrase: 'x',
    mistake: 1
  })
  t.match(errors.map((error) => error.split(':')[0]).sort(), [
    'certTrustOverride', 'crls', 'passphrase', 'site', 'trustAnchors', "users['A']", "users['b']", "virtualRoots['/B']",
    "virtualRoots['/a']"
  ])
  t.same(sound, { virtualRoots: { '/b': {}, '/c': { permissions: ['REQUIRE_CERT'] } }, users: [['B', { issuerCN: 'x' }]] })
  t.equal(parts.virtualRoots.size, 2)
})

for (const [name, options, complaint] of [
  ['no virtual roots', {}, /^virtualRoots: undefined is not a plain object/],
  ['virtual roots of another type', { virtualRoots: [] }, /^virtualRoots: \[\] is not a plain object/],
  ['users of another type', { virtualRoots: {}, users: 5 }, /^users: 5 is not a plain object/],
  ['no users', { virtualRoots: {}, users: null }, /^users: null is not a plain object/],
  ['users that JavaScript would move', { virtualRoots: {}, users: { B: { issuerCN: 'x' }, 1: { issuerCN: 'y' } } }, /^users: JavaScript moves/],
  ['pairs that are none', { virtualRoots: {}, users: [5] }, /^users: 5 is not a pair/],
  ['an unknown order of bytes', { virtualRoots: {}, serialNumberByteOrder: 'middle' }, /^serialNumberByteOrder: /]
] as const) {
  t.test(`${name} is told once`, async (t) => {
    const { errors } = inspect(options)
    t.equal(errors.length, 1)
    t.match(errors[0], complaint)
  })
}

t.test('bytes are read in the order that the site says', async (t) => {
  const users = [['A', { serialNumber: Uint8Array.of(1, 2) }], ['B', { serialNumber: '0201' }]]
  t.same(inspect({ virtualRoots: {}, users, serialNumberByteOrder: 'little' }).parts.users.shadowed, [{ name: 'B', by: 'A' }])
})
