import t from 'tap'
import { Denial, Users } from '../../lib/site/users.js'
import type { PseudoUser, UserOptions, UsersOptions } from '../../lib/site/users.js'
import type { Certificate } from '../../lib/trust/certificate/certificate.js'
import { commonName, name, utf8 } from '../support/der.js'
import { shownCertificate } from '../support/shown-certificate.js'

function usersOf (users: UsersOptions): Users {
  return new Users(users, 'big')
}

/** A certificate, as far as it shows what the registry maps by. */
function shown (issuerCN: string | null, serialNumberBytes: Uint8Array): Certificate {
  return { issuer: { commonName: issuerCN }, serialNumberBytes } as Certificate
}

function serial (hexadecimal: string): Uint8Array {
  return Buffer.from(hexadecimal, 'hex')
}

// The seed's scenario.
const seed: UsersOptions = {
  Alice: { issuerCN: 'CompanyIssuer', serialNumber: '01020304000000000005' },
  Bob: { issuerCN: 'CompanyIssuer', serialNumber: serial('01020304000000000006') },
  Carol: { issuerCN: 'AccountingIssuer', groups: 'Finance; Audit' }
}

t.test('a certificate is the first user\'s whose values all match', async (t) => {
  const users = usersOf(seed)
  const cases: ReadonlyArray<[issuerCN: string | null, serialNumber: string, name: string | undefined]> = [
    ['CompanyIssuer', '01020304000000000005', 'Alice'],
    ['CompanyIssuer', '0001020304000000000005', 'Alice'],
    ['CompanyIssuer', '01020304000000000006', 'Bob'],
    ['CompanyIssuer', '01020304000000000007', undefined],
    ['AccountingIssuer', '01020304000000000005', 'Carol'],
    ['AccountingIssuer', 'ff', 'Carol'],
    ['AccountingIssuer', '', 'Carol'],
    ['companyissuer', '01020304000000000005', undefined],
    ['CompanyIssuer ', '01020304000000000005', undefined],
    ['CompanyIssuer, O=x', '01020304000000000005', undefined],
    ['AccountingIssue', '01', undefined],
    ['', '01', undefined],
    [null, '01020304000000000005', undefined],
    ['constructor', '01', undefined],
    ['__proto__', '01', undefined]
  ]
  for (const [issuerCN, serialNumber, name] of cases) {
    t.equal(users.match(shown(issuerCN, serial(serialNumber)))?.name, name, `${issuerCN} ${serialNumber}`)
  }
  t.same(users.match(shown('AccountingIssuer', serial('01'))), { name: 'Carol', groups: ['Finance', 'Audit'] })
  t.same(users.match(shown('CompanyIssuer', serial('01020304000000000005'))), { name: 'Alice', groups: [] })
})

t.test('the order of the users decides, not how much they ask for', async (t) => {
  const any = { issuerCN: 'CA' }
  const one = { issuerCN: 'CA', serialNumber: '05' }
  const serialNumber = { serialNumber: '05' }
  const cases: ReadonlyArray<[users: UsersOptions, of05: string, of06: string | undefined]> = [
    [[['any', any], ['one', one], ['serial', serialNumber]], 'any', 'any'],
    [[['one', one], ['any', any], ['serial', serialNumber]], 'one', 'any'],
    [[['serial', serialNumber], ['any', any], ['one', one]], 'serial', 'any'],
    [[['serial', serialNumber], ['one', one]], 'serial', undefined],
    [new Map<string, UserOptions>([['any', any], ['serial', serialNumber]]), 'any', 'any']
  ]
  for (const [options, of05, of06] of cases) {
    const users = usersOf(options)
    t.equal(users.match(shown('CA', serial('05')))?.name, of05)
    t.equal(users.match(shown('CA', serial('06')))?.name, of06)
  }
})

t.test('a serial number alone matches certificates of any issuer, also of one without a name', async (t) => {
  const users = usersOf({ Alice: { serialNumber: '05' } })
  t.equal(users.match(shown('CA', serial('05')))?.name, 'Alice')
  t.equal(users.match(shown(null, serial('05')))?.name, 'Alice')
  t.equal(users.forgeable.size, 0)
})

t.test('a negative serial number matches nobody by serial number', async (t) => {
  const users = usersOf([['Alice', { serialNumber: 'ff' }], ['Bob', { issuerCN: 'CA', serialNumber: '80' }]])
  t.equal(users.match(shown('CA', serial('00ff')))?.name, 'Alice')
  t.equal(users.match(shown('CA', serial('0080')))?.name, 'Bob')
  t.equal(users.match(shown('CA', serial('ff'))), null)
  t.equal(users.match(shown('CA', serial('80'))), null)
})

t.test('bytes are read in the given order, text is not', async (t) => {
  const users = new Users({ Alice: { serialNumber: serial('0102') }, Bob: { serialNumber: '0102' } }, 'little')
  t.equal(users.match(shown(null, serial('0201')))?.name, 'Alice')
  t.equal(users.match(shown(null, serial('0102')))?.name, 'Bob')
})

t.test('what the users and their groups are called is known without case', async (t) => {
  const users = usersOf(seed)
  t.equal(users.size, 3)
  t.strictSame([...users.forgeable], ['issuerCN'])
  t.ok(usersOf({ Alice: { issuerCN: 'CA', serialNumber: '01' } }).forgeable.has('issuerCN'))
  t.ok(users.hasUser('ALICE'))
  t.notOk(users.hasUser('Mallory'))
  t.notOk(users.hasUser('constructor'))
  t.ok(users.hasGroup('finance'))
  t.notOk(users.hasGroup('Alice'))
})

t.test('a user whose certificates an earlier one takes is found out', async (t) => {
  const users = usersOf([
    ['Any', { issuerCN: 'CA' }],
    ['One', { issuerCN: 'CA', serialNumber: '05' }],
    ['Five', { serialNumber: '05' }],
    ['Other', { issuerCN: 'Other CA', serialNumber: '05' }],
    ['Again', { issuerCN: 'CA' }],
    ['Free', { issuerCN: 'Other CA' }],
    ['Six', { issuerCN: 'Third CA', serialNumber: '06' }],
    ['SixAgain', { issuerCN: 'Third CA', serialNumber: '0006' }]
  ])
  t.same(users.shadowed, [
    { name: 'One', by: 'Any' },
    { name: 'Other', by: 'Five' },
    { name: 'Again', by: 'Any' },
    { name: 'SixAgain', by: 'Six' }
  ])
  t.equal(users.match(shown('Third CA', serial('06')))?.name, 'Six')
})

t.test('a name that would be sorted away from its place must be given with its place', async (t) => {
  t.throws(() => usersOf({ Alice: { issuerCN: 'CA' }, 42: { issuerCN: 'CA' } }), {
    name: 'TypeError', message: /^users: JavaScript moves "42" to the front of an object, .* array of \[name, options\]$/
  })
  t.equal(usersOf({ 42: { issuerCN: 'CA' } }).match(shown('CA', serial('01')))?.name, '42', 'alone it has no other place')
  t.equal(usersOf({ '042': { issuerCN: 'CA' }, Alice: { issuerCN: 'X' } }).match(shown('CA', serial('01')))?.name, '042')
  const users = usersOf([['Alice', { issuerCN: 'CA' }], ['42', { issuerCN: 'CA' }]])
  t.equal(users.match(shown('CA', serial('01')))?.name, 'Alice')
})

t.test('users are frozen, the options are not', async (t) => {
  const options = { Carol: { issuerCN: 'AccountingIssuer', groups: 'Finance' } }
  const users = usersOf(options)
  const carol = users.match(shown('AccountingIssuer', serial('01')))
  t.ok(Object.isFrozen(users))
  t.ok(Object.isFrozen(carol))
  t.ok(Object.isFrozen((carol as PseudoUser).groups))
  t.notOk(Object.isFrozen(options.Carol))
  t.same(options, { Carol: { issuerCN: 'AccountingIssuer', groups: 'Finance' } })
})

t.test('a rule that asks for nothing is a mistake, not a rule that everything fits', async (t) => {
  const nothing = /^users\['Alice'\]: has neither an issuerCN nor a serialNumber/
  const mistakes: ReadonlyArray<[users: unknown, message: RegExp]> = [
    [{ Alice: {} }, nothing],
    [{ Alice: { groups: 'Finance' } }, nothing],
    [{ Alice: { issuerCN: undefined, serialNumber: undefined } }, nothing],
    [{ Alice: undefined }, /^users\['Alice'\]: undefined is not a plain object/],
    [{ Alice: null }, /null is not a plain object/],
    [{ Alice: [] }, /\[\] is not a plain object/],
    [{ Alice: '' }, /'' is not a plain object/],
    [{ Alice: { deny: true } }, nothing],
    [{ Alice: { issuerCN: 'CA', deny: 'false' } }, /^users\['Alice'\]\.deny: 'false' is not true or false/],
    [{ Alice: { issuerCN: 'CA', deny: true, groups: 'Finance' } }, /denies, and is nobody's entry; leave its groups out/],
    [{ Alice: { issuerCN: 'CA', subject: {} } }, /^users\['Alice'\]\.subject: has no rule/],
    [{ Alice: { issuerCN: '' } }, /^users\['Alice'\]\.issuerCN: is empty/],
    [{ Alice: { issuerCN: ['CA'] } }, /is not a string/],
    [{ Alice: { issuerCN: /CA/ } }, /is not a string/],
    [{ Alice: { issuerCN: null, serialNumber: '01' } }, /issuerCN: null is not a string/],
    [{ Alice: { serialNumber: '' } }, /^users\['Alice'\]\.serialNumber: '' is not a serial number/],
    [{ Alice: { serialNumber: 5 } }, /5 is not a serial number/],
    [{ Alice: { issuerCN: 'CA', groups: ['Finance'] } }, /groups: \[ 'Finance' \] is not a string/],
    [{ Alice: { issuerCN: 'CA', groups: 'Finance;-Audit' } }, /begins with '-'/],
    [{ Alice: { IssuerCN: 'CA' } }, /unknown option 'IssuerCN'; did you mean 'issuerCN'\?/],
    [{ Alice: { issuerCN: 'CA', subjectCN: 'x' } }, /unknown option 'subjectCN'; known are issuerCN, serialNumber, groups/],
    [{ Alice: { issuerCN: 'CA' }, ALICE: { issuerCN: 'X' } }, /^users\['ALICE'\]: differs from "Alice" in case at most/],
    [[['Alice', { issuerCN: 'CA' }], ['Alice', { issuerCN: 'X' }]], /differs from "Alice" in case at most/],
    [{ '-Alice': { issuerCN: 'CA' } }, /^users: the name "-Alice" begins with '-'/],
    [{ 'Al:ice': { issuerCN: 'CA' } }, /holds ":"/],
    [{ '': { issuerCN: 'CA' } }, /is empty/],
    [JSON.parse('{"__proto__": {}}'), /^users\['__proto__'\]: has neither/],
    [{ __proto__: { Alice: { issuerCN: 'CA' } } }, /is not a plain object/],
    [[{ name: 'Alice', issuerCN: 'CA' }], /^users: .* is not a pair \[name, options\]/],
    [[['Alice']], /is not a pair/],
    [[[1, { issuerCN: 'CA' }]], /^users, name: 1 is not a string/],
    ['Alice', /^users: 'Alice' is not a plain object/],
    [null, /^users: null is not a plain object/],
    [42, /is not a plain object/]
  ]
  for (const [users, message] of mistakes) {
    t.throws(() => new Users(users, 'big'), { name: 'TypeError', message }, String(message))
  }
})

t.test('all that an entry asks for must match, and the order of the entries decides', async (t) => {
  const leaf = shownCertificate({ subject: name(['2.5.4.3', utf8('Alice')], ['2.5.4.11', utf8('Finance')]), issuer: commonName('CA') })
  const { fingerprint256 } = leaf
  const finance = { subject: { OU: 'Fin*' } }
  for (const [options, expected] of [
    [{ Finance: finance, Alice: { fingerprint256 } }, 'Finance'],
    [{ Alice: { fingerprint256 }, Finance: finance }, 'Alice'],
    [{ CA: { issuerCN: 'CA' }, Alice: { fingerprint256 } }, 'CA'],
    [{ Alice: { fingerprint256 }, CA: { issuerCN: 'CA' } }, 'Alice'],
    [{ Other: { ...finance, issuerCN: 'Other CA' }, Five: { ...finance, serialNumber: '05' } }, 'Five'],
    [{ Both: { ...finance, issuerCN: 'CA', serialNumber: '06' } }, undefined],
    [{ Bob: { fingerprint256, subject: { CN: 'Bob' } } }, undefined],
    [{ Never: { deny: true, subject: { CN: 'Bob' } }, Alice: { fingerprint256, deny: false } }, 'Alice']
  ] as ReadonlyArray<[UsersOptions, string | undefined]>) {
    t.equal(usersOf(options).match(leaf)?.name, expected, Object.keys(options).join())
  }
})

t.test('an entry that denies is nobody\'s, and the order decides between it and users', async (t) => {
  const leaf = shownCertificate({ subject: commonName('Alice'), issuer: commonName('CA') })
  for (const deny of [{ issuerCN: 'CA', deny: true }, { subject: { CN: 'A*' }, deny: true }]) {
    const first = usersOf({ 'No CA': deny, Alice: { serialNumber: '05' } })
    t.ok(first.match(leaf) instanceof Denial)
    t.match(first.match(leaf), { name: 'No CA' })
    t.match(usersOf({ Alice: { serialNumber: '05' }, 'No CA': deny }).match(leaf), { name: 'Alice', groups: [] })
    t.notOk(first.hasUser('No CA'), 'a UserList can\'t name it')
    t.ok(first.hasUser('Alice'))
    t.strictSame([...first.forgeable], [], 'to forge what is denied admits nobody')
  }
})

t.test('a user whom an earlier rule leaves nothing is found out', async (t) => {
  const subject = { OU: 'Finance' }
  const users = usersOf([
    ['Finance', { subject }],
    ['Accounts', { subject, issuerCN: 'CA' }],
    ['CA', { issuerCN: 'CA' }],
    ['Audit', { subject: { OU: 'Audit' }, issuerCN: 'CA' }],
    ['Free', { subject: { OU: 'Audit' } }]
  ])
  t.strictSame(users.shadowed, [{ name: 'Accounts', by: 'Finance' }, { name: 'Audit', by: 'CA' }])
})

t.test('a hundred thousand users of one issuer are told apart', async (t) => {
  const options = Array.from({ length: 100_000 }, (_, index) =>
    [`User${index}`, { issuerCN: 'CA', serialNumber: index.toString(16).padStart(8, '0') }] as const)
  const users = usersOf(options)
  for (const index of [0, 1, 255, 256, 65_536, 99_999]) {
    t.equal(users.match(shown('CA', serial(index.toString(16).padStart(6, '0'))))?.name, `User${index}`)
  }
  t.equal(users.match(shown('CA', serial((100_000).toString(16).padStart(6, '0')))), null)
})

/** What a certificate with this commonName shows, and how often it was looked at. */
function watched (commonNameText: string): { certificate: Certificate, looks: () => number } {
  const { subject } = shownCertificate({ subject: commonName(commonNameText) })
  let looks = 0
  return { certificate: { get subject () { looks++; return subject } } as Certificate, looks: () => looks }
}

t.test('what rules come to for a certificate is remembered, by these users alone', async (t) => {
  const admitting = usersOf({ Staff: { subject: { CN: 'A*' } } })
  const denying = usersOf({ Staff: { subject: { CN: 'A*' }, deny: true } })
  const alice = watched('Alice')
  const staff = admitting.match(alice.certificate)
  t.equal(staff?.name, 'Staff')
  t.equal(alice.looks(), 1)
  t.equal(admitting.match(alice.certificate), staff)
  t.equal(alice.looks(), 1, 'not looked at again')
  t.ok(denying.match(alice.certificate) instanceof Denial)
  t.equal(admitting.match(alice.certificate), staff)
  const bob = watched('Bob')
  t.strictSame([admitting.match(bob.certificate), admitting.match(bob.certificate)], [null, null])
  t.equal(bob.looks(), 1, 'nor one that is nobody\'s')
  t.equal(admitting.match(watched('Alice').certificate), staff, 'another object is looked at by itself')
})
