import t from 'tap'
import { UrlFlags } from '../../lib/site/flags.js'
import { createVirtualRoot, tighten, vainOptions } from '../../lib/site/virtual-root.js'
import type { VirtualRoot, VirtualRootOptions } from '../../lib/site/virtual-root.js'

const { READ, WRITE, EXECUTE, SCRIPT, SCRIPT_SOURCE } = UrlFlags
const { SSL, DONT_CACHE, NEGO_CERT, REQUIRE_CERT, MAP_CERT, SSL128 } = UrlFlags

function rootOf (options: VirtualRootOptions): VirtualRoot {
  return createVirtualRoot('/Accounts', options, 'virtualRoots[\'/Accounts\']')
}

// The seed's root.
const accounts = rootOf({ permissions: 0x1c4, authentication: 1, userList: 'Alice;Bob;Carol' })

t.test('a root says what its options say, and the defaults of the registry elsewhere', async (t) => {
  t.match(accounts, { path: '/Accounts', permissions: 0x1c4, authentication: 1, userList: 'Alice;Bob;Carol' })
  t.equal(accounts.userLists.length, 1)
  t.same(rootOf({}), { path: '/Accounts', permissions: 0x205, authentication: 0, userList: '', userLists: [] })
  t.same(rootOf({ authentication: 3 }).authentication, 3)
  t.ok(Object.isFrozen(accounts) && Object.isFrozen(accounts.userLists))
})

t.test('what is wrong with a root is said by its name', async (t) => {
  const mistakes: ReadonlyArray<[options: unknown, message: RegExp]> = [
    [{ P: 0x1c4 }, /^virtualRoots\['\/Accounts'\]: unknown option 'P'; known are permissions, authentication,/],
    [{ UserList: 'Alice' }, /did you mean 'userList'\?/],
    [{ [Symbol.iterator]: 1 }, /unknown option 'Symbol\(Symbol.iterator\)'/],
    [{ constructor: 1 }, /unknown option 'constructor'/],
    [JSON.parse('{"__proto__": {}}'), /unknown option '__proto__'/],
    [{ __proto__: { permissions: 0x1c4 } }, /is not a plain object/],
    [{ permissions: 'false' }, /^virtualRoots\['\/Accounts'\]\.permissions: 'false' is not/],
    [{ permissions: 0x800 }, /unknown flags 0x800/],
    [{ authentication: '1' }, /authentication: '1' is not an integer/],
    [{ authentication: true }, /true is not an integer/],
    [{ authentication: -1 }, /-1 is not an integer/],
    [{ authentication: 0.5 }, /0\.5 is not an integer/],
    [{ authentication: null }, /null is not an integer/],
    [{ userList: ['Alice'] }, /userList: \[ 'Alice' \] is not a string/],
    [{ userList: '--Alice' }, /^virtualRoots\['\/Accounts'\]\.userList, entry 1/],
    [{ permissions: MAP_CERT }, /MAP_CERT needs a certificate to map; add NEGO_CERT or REQUIRE_CERT/],
    [{ permissions: REQUIRE_CERT, authentication: 1 }, /authentication 1 needs a user.*add MAP_CERT/],
    [{ permissions: NEGO_CERT, authentication: 2 }, /authentication 2 needs a user/],
    [undefined, /undefined is not a plain object/],
    [null, /null is not a plain object/],
    [0x1c4, /452 is not a plain object/],
    [new Map(), /is not a plain object/]
  ]
  for (const [options, message] of mistakes) {
    t.throws(() => createVirtualRoot('/Accounts', options, 'virtualRoots[\'/Accounts\']'),
      { name: 'TypeError', message }, String(message))
  }
})

t.test('a route adds what it asks for to what its root asks for', async (t) => {
  type Case = [name: string, root: VirtualRootOptions, route: VirtualRootOptions, permissions: number]
  const cases: readonly Case[] = [
    ['nothing', {}, {}, 0x205],
    ['requirements', { permissions: EXECUTE | SSL }, { permissions: NEGO_CERT | MAP_CERT | SSL128 | DONT_CACHE },
      EXECUTE | SSL | NEGO_CERT | MAP_CERT | SSL128 | DONT_CACHE],
    ['MAP_CERT to NEGO_CERT', { permissions: NEGO_CERT }, { permissions: MAP_CERT }, NEGO_CERT | MAP_CERT],
    ['REQUIRE_CERT to NEGO_CERT', { permissions: NEGO_CERT }, { permissions: REQUIRE_CERT }, NEGO_CERT | REQUIRE_CERT],
    ['NEGO_CERT to REQUIRE_CERT', { permissions: REQUIRE_CERT }, { permissions: NEGO_CERT }, NEGO_CERT | REQUIRE_CERT],
    ['fewer grants', { permissions: READ | WRITE }, { permissions: READ }, READ],
    ['other grants', { permissions: READ }, { permissions: EXECUTE | SCRIPT }, 0],
    ['more grants', { permissions: READ }, { permissions: READ | WRITE | EXECUTE }, READ],
    ['no grants, no requirements', { permissions: REQUIRE_CERT }, { permissions: 0x205 }, REQUIRE_CERT],
    ['SCRIPT_SOURCE', { permissions: READ | SCRIPT_SOURCE }, { permissions: ['READ'] }, READ | SCRIPT_SOURCE],
    ['SCRIPT_SOURCE alone', { permissions: READ }, { permissions: ['SCRIPT_SOURCE'] }, READ]
  ]
  for (const [name, root, route, permissions] of cases) {
    t.equal(tighten(rootOf(root), route, '/Accounts/x').permissions, permissions, name)
  }
})

t.test('no options of a route loosen its root', async (t) => {
  const bits = [READ, WRITE, EXECUTE, SSL, DONT_CACHE, NEGO_CERT, REQUIRE_CERT, MAP_CERT, SSL128, SCRIPT, SCRIPT_SOURCE]
  const grants = READ | WRITE | EXECUTE | SCRIPT
  const root = rootOf({ permissions: READ | SSL | NEGO_CERT | MAP_CERT, authentication: 1 })
  for (const one of bits) {
    for (const other of bits) {
      const { permissions } = tighten(root, { permissions: one | other }, '/Accounts/x')
      t.equal(permissions & ~root.permissions & grants, 0, 'grants no more')
      t.equal(~permissions & root.permissions & ~grants, 0, 'asks for no less')
    }
  }
})

t.test('the higher authentication level and all user lists count', async (t) => {
  const stricter = tighten(accounts, { authentication: 2, userList: '@Finance' }, '/Accounts/audit')
  t.match(stricter, { path: '/Accounts', authentication: 2, userList: 'Alice;Bob;Carol & @Finance' })
  t.same(stricter.userLists.map((list) => list.text), ['Alice;Bob;Carol', '@Finance'])
  t.equal(tighten(accounts, { authentication: 0 }, '/Accounts/x').authentication, 1)
  t.same(tighten(accounts, { userList: '' }, '/Accounts/x').userLists, accounts.userLists)
  t.equal(tighten(rootOf({}), { userList: 'Alice' }, '/Accounts/x').userList, 'Alice')
  t.ok(Object.isFrozen(stricter) && Object.isFrozen(stricter.userLists))
  t.same(accounts.userLists.length, 1, 'the root is as it was')
})

t.test('a route under no virtual root is one by itself', async (t) => {
  const own = tighten(null, { permissions: ['REQUIRE_CERT', 'MAP_CERT'], authentication: 1, userList: 'Alice' }, '/lone')
  t.match(own, { path: '/lone', permissions: 0x205 | REQUIRE_CERT | MAP_CERT, authentication: 1, userList: 'Alice' })
  t.same(tighten(null, {}, '/lone'), { path: '/lone', permissions: 0x205, authentication: 0, userList: '', userLists: [] })
})

t.test('what is wrong with a route\'s options is said by its path', async (t) => {
  const mistakes: ReadonlyArray<[root: VirtualRoot | null, options: unknown, message: RegExp]> = [
    [null, { permission: 1 }, /^config\.ceCertAuth of route \/x: unknown option 'permission'/],
    [null, { permissions: 'REQUIRE_CERT' }, /^config\.ceCertAuth of route \/x\.permissions: 'REQUIRE_CERT' is not/],
    [null, null, /null is not a plain object/],
    [null, { permissions: ['MAP_CERT'] }, /^config\.ceCertAuth of route \/x: MAP_CERT needs a certificate/],
    [rootOf({ permissions: REQUIRE_CERT }), { authentication: 1 }, /route \/x: authentication 1 needs a user/],
    [rootOf({ authentication: 1 }), { permissions: ['REQUIRE_CERT'] }, /route \/x: authentication 1 needs a user/]
  ]
  for (const [root, options, message] of mistakes) {
    t.throws(() => tighten(root, options, '/x'), { name: 'TypeError', message }, String(message))
  }
})

t.test('what a route asks for in vain is known', async (t) => {
  const cases: ReadonlyArray<[root: VirtualRoot | null, options: VirtualRootOptions, vain: string[]]> = [
    [accounts, {}, []],
    [accounts, { permissions: ['EXECUTE', 'SSL'], authentication: 2, userList: 'Alice' }, []],
    [accounts, { permissions: ['READ', 'WRITE', 'SSL'], authentication: 0 }, [
      'config.ceCertAuth of route /Accounts/x: READ, WRITE cannot be granted, /Accounts does not grant it',
      'config.ceCertAuth of route /Accounts/x: authentication stays 1, which /Accounts asks for'
    ]],
    [null, { permissions: ['READ'] }, []],
    [null, { permissions: ['WRITE'] }, [
      'config.ceCertAuth of route /Accounts/x: WRITE cannot be granted, /Accounts/x does not grant it'
    ]]
  ]
  for (const [root, options, vain] of cases) t.same(vainOptions(root, options, '/Accounts/x'), vain)
})
