import t from 'tap'
import { asksForCertificate, defaultPermissions, permissionsOf, UrlFlags } from '../../lib/site/flags.js'

// The table of behaviour.md, from httpext.h.
const table = {
  READ: 0x001,
  WRITE: 0x002,
  EXECUTE: 0x004,
  SSL: 0x008,
  DONT_CACHE: 0x010,
  NEGO_CERT: 0x020,
  REQUIRE_CERT: 0x040,
  MAP_CERT: 0x080,
  SSL128: 0x100,
  SCRIPT: 0x200,
  SCRIPT_SOURCE: 0x400
}

t.test('the flags have the names and values of httpext.h', async (t) => {
  t.same({ ...UrlFlags }, table)
  t.equal(defaultPermissions, 0x205)
  t.same(UrlFlags.namesOf(0x1c4), ['EXECUTE', 'REQUIRE_CERT', 'MAP_CERT', 'SSL128'], 'the number of the seed')
})

t.test('flags are given as a number, by name, or left out', async (t) => {
  t.equal(permissionsOf(undefined, 'permissions'), 0x205)
  t.equal(permissionsOf(0, 'permissions'), 0)
  t.equal(permissionsOf(0x7ff, 'permissions'), 0x7ff)
  t.equal(permissionsOf([], 'permissions'), 0)
  t.equal(permissionsOf(['EXECUTE', 'REQUIRE_CERT', 'MAP_CERT', 'SSL128', 'SSL128'], 'permissions'), 0x1c4)
  for (const [name, value] of Object.entries(table)) t.equal(permissionsOf([name], 'permissions'), value, name)
})

t.test('anything but known flags is a mistake', async (t) => {
  const mistakes: ReadonlyArray<[value: unknown, message: RegExp]> = [
    [0x800, /^permissions: unknown flags 0x800; known are READ, WRITE, .*SCRIPT_SOURCE$/],
    [0x80000205, /unknown flags 0x80000000;/],
    [1.5, /1\.5 is not an integer/],
    [-1, /-1 is not an integer/],
    [NaN, /NaN is not an integer/],
    [2 ** 32 + 1, /4294967297 is not an integer/],
    ['0x1c4', /'0x1c4' is not a number of flags/],
    ['READ', /'READ' is not a number of flags/],
    [null, /null is not a number of flags/],
    [{ 0: 'READ' }, /is not a number of flags/],
    [new Set(['READ']), /is not a number of flags/],
    [['read'], /unknown flag 'read'; known are READ/],
    [['ALL'], /unknown flag 'ALL'/],
    [['namesOf'], /unknown flag 'namesOf'/],
    [['__proto__'], /unknown flag '__proto__'/],
    [['constructor'], /unknown flag 'constructor'/],
    [[0x40], /unknown flag 64/],
    [['READ', undefined], /unknown flag undefined/]
  ]
  for (const [value, message] of mistakes) {
    t.throws(() => permissionsOf(value, 'permissions'), { name: 'TypeError', message }, String(message))
  }
})

t.test('a certificate is asked for if and only if NEGO_CERT or REQUIRE_CERT is set', async (t) => {
  const { NEGO_CERT, REQUIRE_CERT } = UrlFlags
  t.equal(asksForCertificate(NEGO_CERT), true)
  t.equal(asksForCertificate(REQUIRE_CERT), true)
  t.equal(asksForCertificate(NEGO_CERT | REQUIRE_CERT), true)
  t.equal(asksForCertificate(UrlFlags.ALL & ~(NEGO_CERT | REQUIRE_CERT)), false)
})
