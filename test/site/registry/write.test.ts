import { deepStrictEqual } from 'node:assert/strict'
import t from 'tap'
import { siteFromRegistry, siteToRegistry } from '../../../lib/site/registry-file.js'
import type { SiteOptions } from '../../../lib/site/options.js'
import type { UserOptions } from '../../../lib/site/users.js'
import { numbersFrom } from '../../support/numbers-from.js'

/** Numbers in [0, 1), the same for the same seed. */
function randomOf (seed: number): () => number {
  const next = numbersFrom(seed)
  return () => next(2 ** 32) / 2 ** 32
}

t.test('a site is written as Windows\' registry editor writes it', async (t) => {
  const text = siteToRegistry({
    virtualRoots: {
      '/Accounts': { permissions: ['EXECUTE', 'REQUIRE_CERT', 'MAP_CERT', 'SSL128'], authentication: 1, userList: 'Alice;Bob' },
      '/open': {}
    },
    users: {
      Alice: { issuerCN: 'Company "A"', serialNumber: '01:0a', groups: 'Finance' },
      Bob: { issuerCN: 'a\\b' }
    },
    adminUsers: 'Eve',
    postReadSize: 49152,
    certificateSubject: 'CE Server Certificate',
    certTrustOverride: 0x80000020,
    clock: () => new Date(0)
  })
  t.equal(text, [
    'Windows Registry Editor Version 5.00',
    '',
    '[HKEY_LOCAL_MACHINE\\COMM\\HTTPD]',
    '"AdminUsers"="Eve"',
    '"PostReadSize"=dword:0000c000',
    '',
    '[HKEY_LOCAL_MACHINE\\COMM\\HTTPD\\VROOTS\\/Accounts]',
    '"P"=dword:000001c4',
    '"A"=dword:00000001',
    '"UserList"="Alice;Bob"',
    '',
    '[HKEY_LOCAL_MACHINE\\COMM\\HTTPD\\VROOTS\\/open]',
    '',
    '[HKEY_LOCAL_MACHINE\\COMM\\HTTPD\\SSL]',
    '"CertificateSubject"="CE Server Certificate"',
    '"CertTrustOverride"=dword:80000020',
    '',
    '[HKEY_LOCAL_MACHINE\\COMM\\HTTPD\\SSL\\Users\\Alice]',
    '"IssuerCN"="Company \\"A\\""',
    '"SerialNumber"=hex:01,0a',
    '"Groups"="Finance"',
    '',
    '[HKEY_LOCAL_MACHINE\\COMM\\HTTPD\\SSL\\Users\\Bob]',
    '"IssuerCN"="a\\\\b"',
    ''
  ].join('\r\n'))
})

t.test('a user with a rule that a registry can\'t hold is an error, for without it the entry would map more', async (t) => {
  const write = (users: SiteOptions['users']): string => siteToRegistry({ virtualRoots: {}, ...users && { users } })
  for (const [option, value] of Object.entries({ subject: { CN: 'x' }, publicKeyPin: `${'A'.repeat(43)}=`, deny: true })) {
    t.throws(() => write({ Alice: { issuerCN: 'CA', serialNumber: '05', [option]: value } }), {
      name: 'TypeError', message: `users['Alice'].${option}: a registry has no place for it; leave the user out`
    })
  }
  t.match(write({ Alice: { issuerCN: 'CA', deny: false } }), /"IssuerCN"="CA"/)
})

t.test('another site is written below Websites', async (t) => {
  const site: SiteOptions = { virtualRoots: { '/': { permissions: 1 } } }
  const text = siteToRegistry(site, { website: 'Intranet' })
  t.match(text, '[HKEY_LOCAL_MACHINE\\COMM\\HTTPD\\Websites\\Intranet\\VROOTS\\/]\r\n')
  t.strictSame(siteFromRegistry(text, { website: 'intranet' }), site)
})

t.test('a text that does not fit between quotes is written as bytes', async (t) => {
  const site = { virtualRoots: {}, certificateSubject: 'two\r\nlines \ufffd' }
  t.match(siteToRegistry(site), '"CertificateSubject"=hex(1):74,00,77,00,6f,00,0d,00,0a,00')
  t.strictSame(siteFromRegistry(siteToRegistry(site)), site)
})

t.test('a serial number is read back as the same number, in the order of bytes of the site', async (t) => {
  const written: Array<[serialNumber: string | Uint8Array, byteOrder: 'big' | 'little', bytes: number[]]> = [
    ['01:02:0F', 'big', [1, 2, 15]],
    ['01 02 0f', 'little', [15, 2, 1]],
    ['0x00010f', 'big', [1, 15]],
    ['00', 'big', [0]],
    [Uint8Array.of(0, 1, 2), 'big', [0, 1, 2]],
    [Uint8Array.of(0, 1, 2), 'little', [0, 1, 2]]
  ]
  for (const [serialNumber, serialNumberByteOrder, bytes] of written) {
    const site = { virtualRoots: {}, users: { Alice: { serialNumber } }, serialNumberByteOrder }
    t.strictSame(siteFromRegistry(siteToRegistry(site)).users, { Alice: { serialNumber: Uint8Array.from(bytes) } })
  }
})

t.test('users are written in the order in which they are given', async (t) => {
  const entries: Array<[string, UserOptions]> = [['20', { issuerCN: 'B' }], ['10', { issuerCN: 'A' }]]
  for (const users of [entries, new Map(entries), entries.values()]) {
    t.strictSame(siteFromRegistry(siteToRegistry({ virtualRoots: {}, users })).users, entries)
  }
})

t.test('what a registry can\'t hold is an error that names it', async (t) => {
  const wrong: Array<[site: object, message: RegExp]> = [
    [{ users: { 'a\\b': { issuerCN: 'A' } } }, /^users\['a\\\\b'\]: .*is not a name that a registry key can have/],
    [{ users: { ['a'.repeat(256)]: { issuerCN: 'A' } } }, /a registry key can have/],
    [{ users: { 'a\ufffd': { issuerCN: 'A' } } }, /a registry key can have/],
    [{ users: { 'a\ud800': { issuerCN: 'A' } } }, /a registry key can have/],
    [{ users: { 'a\n': { issuerCN: 'A' } } }, /^users/],
    [{ users: { A: { issuerCN: 'A' }, a: { issuerCN: 'A' } } }, /differs.* in case/],
    [{ users: { A: { issuerCN: 'a\0b' } } }, /^users\['A'\]\.issuerCN: 'a\\x00b' is not a text that a registry holds/],
    [{ users: { A: { issuerCN: 'a\udc00' } } }, /users\['A'\]\.issuerCN/],
    [{ users: { A: {} } }, /neither/],
    [{ virtualRoots: { '/A': {}, '/a': {} } }, /same virtual root/],
    [{ virtualRoots: { '/a': { permissions: 0x10000 } } }, /unknown flags/],
    [{ virtualRoots: { ['/' + 'a'.repeat(255)]: {} } }, /virtualRoots.* a registry key can have/],
    [{ postReadSize: 2 ** 32 }, /^postReadSize: 4294967296 is not an integer from 0 to 4294967295/],
    [{ certTrustOverride: 0.5 }, /^certTrustOverride: 0.5/],
    [{ adminUsers: 1 }, /^adminUsers: 1 is not a string/]
  ]
  for (const [site, message] of wrong) {
    t.throws(() => siteToRegistry({ virtualRoots: {}, ...site }), { name: 'TypeError', message })
  }
  for (const website of ['', 'a\\b', 'a];b']) {
    t.throws(() => siteToRegistry({ virtualRoots: {} }, { website }), { name: 'TypeError', message: /^website: / })
  }
  t.throws(() => siteToRegistry({ virtualRoots: {} }, { site: 'a' } as object), { message: /unknown option 'site'/ })
})

t.test('every site is read back as it was written', async (t) => {
  const SEED = 0xce5e
  t.comment(`seed ${SEED}`)
  const random = randomOf(SEED)
  const below = (limit: number): number => Math.floor(random() * limit)
  const maybe = <Value>(name: string, make: () => Value): object => random() < 0.5 ? { [name]: make() } : {}
  const textOf = (alphabet: string): string => Array.from({ length: 1 + below(12) }, () => {
    return [...alphabet][below([...alphabet].length)]
  }).join('')
  const dword = (): number => below(2 ** 32)
  const free = (): string => textOf('aZ09 ;\\"\'[]=@-#,%\t\n\r\u0001\ufffd\ufeffäß€İ😀')
  const name = (): string => `n${textOf('aZ09\'[]=@-#,"äß€😀._')}`
  const list = (): string => Array.from({ length: 1 + below(3) }, name).join(';')
  const distinct = <Value>(prefix: string, make: () => Value): Array<[string, Value]> => {
    return Array.from({ length: below(4) }, (_, index) => [`${prefix}${index}${name()}`.replaceAll('#', ''), make()])
  }
  for (let round = 0; round < 3000; round++) {
    const site = {
      virtualRoots: Object.fromEntries(distinct('/', () => ({
        ...maybe('permissions', () => below(0x20)),
        ...maybe('authentication', dword),
        ...maybe('userList', list)
      }))),
      users: Object.fromEntries(distinct('u', () => ({
        issuerCN: free(),
        ...maybe('serialNumber', () => Uint8Array.from({ length: 1 + below(20) }, () => below(256))),
        ...maybe('groups', list)
      }))),
      ...maybe('adminUsers', list),
      ...maybe('postReadSize', dword),
      ...maybe('certificateSubject', free),
      ...maybe('certTrustOverride', dword)
    }
    const text = `\ufeff${siteToRegistry(site)}`
    for (const source of [text, Buffer.from(text), Buffer.from(text, 'utf16le')]) {
      const { users = {}, ...rest } = siteFromRegistry(source)
      deepStrictEqual({ ...rest, users }, site, text)
      deepStrictEqual(Object.keys(users), Object.keys(site.users), text)
    }
  }
  t.pass('3000 sites')
})
