import t from 'tap'
import { RegistryFileError, siteFromRegistry } from '../../../lib/site/registry-file.js'
import type { RegistryFileOptions, RegistryFileWarning } from '../../../lib/site/registry-file.js'
import type { SiteOptions } from '../../../lib/site/options.js'

const HTTPD = '[HKEY_LOCAL_MACHINE\\COMM\\HTTPD]'
const ROOT = '[HKEY_LOCAL_MACHINE\\COMM\\HTTPD\\VROOTS\\/Accounts]'
const ALICE = '[HKEY_LOCAL_MACHINE\\COMM\\HTTPD\\SSL\\Users\\Alice]'

/** Reads lines; a warning is a failure. */
function read (lines: readonly string[], options: RegistryFileOptions = {}): SiteOptions {
  return siteFromRegistry(lines.join('\r\n'), { onWarning: ({ message }) => t.fail(message), ...options })
}

function rootOf (lines: readonly string[], options?: RegistryFileOptions): unknown {
  return read([ROOT, ...lines], options).virtualRoots['/Accounts']
}

t.test('a value is read in every form in which documents write it', async (t) => {
  const forms: Array<[line: string, expected: object]> = [
    ['"P"=dword:000001c4', { permissions: 0x1c4 }],
    ['    "P"=dword: 0x000001C4', { permissions: 0x1c4 }],
    ['"P" = DWORD : 1C4 ; EXECUTE | REQUIRE_CERT | MAP_CERT | SSL128', { permissions: 0x1c4 }],
    ['"P"=0x1C4', { permissions: 0x1c4 }],
    ['"P"=452', { permissions: 452 }],
    ['"P"="0x1C4"', { permissions: 0x1c4 }],
    ['"P"=" 452 "', { permissions: 452 }],
    ['"P"=hex(4):c4,01,00,00', { permissions: 0x1c4 }],
    ['P=dword:1c4', { permissions: 0x1c4 }],
    ['"p"=dword:1c4', { permissions: 0x1c4 }],
    ['"A"=1', { authentication: 1 }],
    ['"A"=dword:10', { authentication: 16 }],
    ['"A"=dword:ffffffff', { authentication: 0xffffffff }],
    ['"UserList"="Alice;Bob;Carol"', { userList: 'Alice;Bob;Carol' }],
    ['"UserList"="Alice;Bob" ; not Carol', { userList: 'Alice;Bob' }],
    ['"UserList"=\t"a\\\\b;\\"c\\""', { userList: 'a\\b;"c"' }],
    ['"UserList"=hex(1):41,00,00,00', { userList: 'A' }],
    ['"UserList"=hex(2):41,00', { userList: 'A' }],
    ['"UserList"=""', { userList: '' }],
    ['@="\\\\windows\\\\accounting.dll"', {}],
    ['"(Default)"="\\\\windows\\\\accounting.dll"', {}],
    ['(default)="\\\\windows\\\\accounting.dll"', {}]
  ]
  for (const [line, expected] of forms) t.strictSame(rootOf([line]), expected, line)
})

t.test('a serial number is read in every form of hex', async (t) => {
  const forms = [
    ['"SerialNumber"=hex:01,02,0f'],
    ['"SerialNumber"=hex: 01,02,0F'],
    ['"SerialNumber"=hex: 1 , 2 , f ; as CE writes it'],
    ['"SerialNumber"=hex(3):01,02,0f'],
    ['"SerialNumber"=hex:01,\\', '  02,\\', '  0f'],
    ['"SerialNumber"=hex:\\', '  01,02\\ ; the first two', '  ,0f'],
    ['"SerialNumber"=\\', 'hex:01,02,0f'],
    ['"SerialNumber"=hex:01,', '02,', '; the last', '', '0f']
  ]
  for (const lines of forms) {
    const { users } = read([ALICE, ...lines])
    t.strictSame(users, { Alice: { serialNumber: Uint8Array.of(1, 2, 15) } }, lines.join(' '))
  }
})

t.test('keys and values outside the site are read and left alone', async (t) => {
  const site = read([
    '[HKEY_LOCAL_MACHINE\\Comm\\NE20001]',
    '"DisplayName"=mui_sz:"netmui.dll,#9001"',
    '"IClass"=multi_sz:"{CC5195AC-BA49-48a0-BE17-DF6D1B0173DD}",',
    '  "{C375C787-B721-4b8e-B67F-A112D5C0A404}"',
    '"Strings"=hex(7):41,00,00,00,42,00,00,00,00,00',
    '"None"=hex:',
    '"Quad"=hex(b):00,00,00,00,00,00,00,01',
    '[HKEY_CURRENT_USER\\ControlPanel]',
    '[HKCU]',
    '[-HKEY_CLASSES_ROOT\\.txt]',
    HTTPD
  ])
  t.strictSame(site, { virtualRoots: {} })
})

t.test('every key of the site is read, whatever the case of its name', async (t) => {
  const site = read([
    '[hklm\\comm\\httpd]', '"adminusers"="Eve"', '"POSTREADSIZE"=dword:c000',
    '[HKLM\\Comm\\Httpd\\ssl]', '"CertificateSubject"="CE Server Certificate"', 'CertTrustOverride=dword: 0x00010020',
    '[HKLM\\COMM\\HTTPD\\ssl\\users]',
    '[HKLM\\COMM\\HTTPD\\vroots]',
    '[HKLM\\COMM\\HTTPD\\vroots\\/]',
    '[HKLM\\COMM\\HTTPD\\vroots\\/a/b]', '"P"=1',
    '[HKLM\\COMM\\HTTPD\\ssl\\users\\Carol]', '"IssuerCN"="AccountingIssuer"', '"Groups"="Finance; Audit"'
  ])
  t.strictSame(site, {
    adminUsers: 'Eve',
    postReadSize: 49152,
    certificateSubject: 'CE Server Certificate',
    certTrustOverride: 0x10020,
    virtualRoots: { '/': {}, '/a/b': { permissions: 1 } },
    users: { Carol: { issuerCN: 'AccountingIssuer', groups: 'Finance; Audit' } }
  })
})

t.test('users keep the order of the file', async (t) => {
  const key = (name: string): string[] => [`[HKLM\\COMM\\HTTPD\\SSL\\Users\\${name}]`, `"IssuerCN"="${name}"`]
  t.strictSame(Object.keys(read(['Zoe', 'Alice', 'Bob'].flatMap(key)).users!), ['Zoe', 'Alice', 'Bob'])
  t.strictSame(read(['20', '10'].flatMap(key)).users, [['20', { issuerCN: '20' }], ['10', { issuerCN: '10' }]],
    'also those that an object would sort')
  t.strictSame(read(['Zoe', 'Alice'].flatMap(key).concat('[-HKLM\\COMM\\HTTPD\\SSL\\Users\\zoe]', ...key('Zoe'))).users,
    { Alice: { issuerCN: 'Alice' }, Zoe: { issuerCN: 'Zoe' } }, 'one that is deleted and made anew is the last')
})

t.test('a name that objects inherit is a name like others', async (t) => {
  const { users } = read(['[HKLM\\COMM\\HTTPD\\SSL\\Users\\__proto__]', '"IssuerCN"="A"'])
  t.strictSame(Object.entries(users!), [['__proto__', { issuerCN: 'A' }]])
  t.equal(Object.getPrototypeOf(users), Object.prototype)
})

t.test('another site is read by its name, and takes nothing from the default site', async (t) => {
  const lines = [
    HTTPD, '"AdminUsers"="Eve"', ROOT, '"P"=1',
    '[HKLM\\COMM\\HTTPD\\Websites]', '"AllowDefaultSite"=dword:1',
    '[HKLM\\COMM\\HTTPD\\Websites\\Intranet]', '"AdminUsers"="Mallory"',
    '[HKLM\\COMM\\HTTPD\\Websites\\Intranet\\VROOTS\\/Files]', '"P"=3',
    '[HKLM\\COMM\\HTTPD\\Websites\\Other\\VROOTS\\/x]', '"P"="nonsense"'
  ]
  t.strictSame(read(lines), { adminUsers: 'Eve', virtualRoots: { '/Accounts': { permissions: 1 } } })
  t.strictSame(read(lines, { website: 'INTRANET' }),
    { adminUsers: 'Mallory', virtualRoots: { '/Files': { permissions: 3 } } })
  t.throws(() => read(lines, { website: 'Extranet' }), {
    name: 'TypeError', message: 'siteFromRegistry: the file does not hold the key HKEY_LOCAL_MACHINE\\COMM\\HTTPD\\Websites\\Extranet'
  })
})

t.test('a file without the site is an error', async (t) => {
  for (const lines of [[], ['REGEDIT4'], ['; nothing'], ['[HKLM\\COMM]'], ['[HKLM\\COMM\\HTTPD\\Websites\\Intranet]']]) {
    t.throws(() => read(lines), { message: /does not hold the key HKEY_LOCAL_MACHINE\\COMM\\HTTPD$/ }, lines.join())
  }
})

t.test('IF takes what is set', async (t) => {
  const lines = [
    'IF PROTECTED', '"A"=1', 'ENDIF ; PROTECTED',
    'if protected !', '"A"=0', 'endif',
    'IF LOCALE = 0409', '"UserList"="Alice"', 'IF NESTED!', '"UserList"="Alice;Bob"', 'ENDIF', 'ENDIF',
    'IF LOCALE=0407 !', '"P"=1', 'ENDIF'
  ]
  t.strictSame(rootOf(lines), { authentication: 0, permissions: 1 })
  t.strictSame(rootOf(lines, { defines: ['Protected'] }), { authentication: 1, permissions: 1 })
  t.strictSame(rootOf(lines, { defines: ['LOCALE'] }), { authentication: 0, permissions: 1 })
  t.strictSame(rootOf(lines, { defines: ['LOCALE=0409'] }), { authentication: 0, userList: 'Alice;Bob', permissions: 1 })
  t.strictSame(rootOf(lines, { defines: ['LOCALE=0409', 'NESTED=1'] }), { authentication: 0, userList: 'Alice', permissions: 1 })
  t.strictSame(rootOf(lines, { defines: ['PROTECTED', 'LOCALE=0407'] }), { authentication: 1 })
})

t.test('a key between IF and ENDIF is there if the IF is taken', async (t) => {
  const lines = [HTTPD, 'IF X', ROOT, '"P"=1', 'ENDIF', '[HKLM\\COMM\\HTTPD\\VROOTS\\/b]', '"P"=2']
  t.strictSame(read(lines).virtualRoots, { '/b': { permissions: 2 } })
  t.strictSame(read(lines, { defines: ['X'] }).virtualRoots, { '/Accounts': { permissions: 1 }, '/b': { permissions: 2 } })
})

t.test('deletions take effect in the order of the file', async (t) => {
  t.strictSame(rootOf(['"P"=1', '"A"=1', '"p"=-']), { authentication: 1 })
  t.strictSame(rootOf(['"P"=-', '"P"=1']), { permissions: 1 })
  t.strictSame(rootOf(['"P"=1', '"P"=2', ROOT, '"A"=1']), { permissions: 2, authentication: 1 }, 'a later value counts')
  t.strictSame(read([HTTPD, ROOT, '[-HKLM\\COMM\\HTTPD\\VROOTS]', '[HKLM\\COMM\\HTTPD\\VROOTS\\/b]']).virtualRoots,
    { '/b': {} }, 'a key goes with what is below it')
  t.strictSame(read([HTTPD, ROOT, '[-HKLM\\COMM\\HTTPD\\VROOTS\\/Acc]']).virtualRoots, { '/Accounts': {} },
    'and with nothing beside it')
})

t.test('what is not known below the site is a warning', async (t) => {
  const warnings: RegistryFileWarning[] = []
  siteFromRegistry([
    HTTPD, '"AdminUsers"="Eve"', '  "IsEnabled"=dword:1',
    '[HKLM\\COMM\\HTTPD\\SSL]', '@="x"',
    '[HKLM\\COMM\\HTTPD\\SSL\\Other]', '"x"=1',
    '[HKLM\\COMM\\HTTPD\\SSL\\Users]', '"Alice"="x"',
    '[HKLM\\COMM\\HTTPD\\SSL\\Users\\Alice\\Deeper]',
    '[HKLM\\COMM\\HTTPD\\Filters]'
  ].join('\n'), { onWarning: (warning) => warnings.push(warning) })
  t.strictSame(warnings, [
    { message: 'the value IsEnabled of the key HKEY_LOCAL_MACHINE\\COMM\\HTTPD is not known', line: 3, column: 3 },
    { message: 'the value @ of the key HKEY_LOCAL_MACHINE\\COMM\\HTTPD\\SSL is not known', line: 5, column: 1 },
    { message: 'the key SSL\\Other is not known', line: 6, column: 1 },
    { message: 'the value Alice of the key HKEY_LOCAL_MACHINE\\COMM\\HTTPD\\SSL\\Users is not known', line: 9, column: 1 },
    { message: 'the key SSL\\Users\\Alice\\Deeper is not known', line: 10, column: 1 },
    { message: 'the key Filters is not known', line: 11, column: 1 }
  ])
  warnings.length = 0
  siteFromRegistry('[HKLM\\COMM\\HTTPD\\Websites\\a]\n[HKLM\\COMM\\HTTPD\\Websites\\a\\Websites\\b]', {
    website: 'a', onWarning: (warning) => warnings.push(warning)
  })
  t.strictSame(warnings, [{ message: 'the key Websites\\b is not known', line: 2, column: 1 }], 'sites are not nested')
})

t.test('a warning that nobody takes is a warning of the process', async (t) => {
  const warned = new Promise<Error>((resolve) => process.once('warning', resolve))
  siteFromRegistry(`${HTTPD}\n"x"=1`)
  const { name, message } = await warned
  t.equal(name, 'RegistryFileWarning')
  t.equal(message, 'registry file, line 2, column 1: the value x of the key HKEY_LOCAL_MACHINE\\COMM\\HTTPD is not known')
})

t.test('what is not understood is an error with its place', async (t) => {
  const long = 'x'.repeat(256)
  const errors: Array<[lines: string[], line: number, column: number, message: RegExp]> = [
    [['nonsense'], 1, 9, /expected "=" behind the name of a value, found the end of the file$/],
    [[HTTPD, 'nonsense', ''], 2, 9, /found the end of the line$/],
    [['#include "x"'], 1, 10, /expected "=" behind the name of a value, found "\\"x\\""$/],
    [['[HKLM\\COMM\\HTTPD'], 1, 1, /expected a key between brackets, the name of a value, IF or ENDIF, found "\[HKLM/],
    [['[HKLM\\COMM\\HTTPD] x'], 1, 1, /found "\[HKLM\\\\COMM\\\\HTTPD\] x"$/],
    [['  [COMM\\HTTPD]'], 1, 4, /expected a key below HKEY_LOCAL_MACHINE or another root key, found "COMM/],
    [['[-COMM]'], 1, 3, /root key/],
    [['[]'], 1, 2, /root key/],
    [['[HKLM\\\\COMM]'], 1, 7, /expected the name of a key, of 1 to 255 characters, found "\\\\COMM\]"$/],
    [['[HKLM\\COMM\\]'], 1, 12, /name of a key/],
    [[`[HKLM\\COMM\\${long}]`], 1, 12, /name of a key.*found "x{40}…"$/],
    [['REGEDIT'], 1, 8, /"="/],
    [['REGEDIT4', 'REGEDIT4'], 2, 9, /"="/],
    [['Windows Registry Editor Version 4.00'], 1, 9, /"="/],
    [['"P"=1'], 1, 1, /expected a key between brackets before this value, found "\\"P\\"=1"$/],
    [['@=-'], 1, 1, /a key between brackets before/],
    [[ROOT, '[-HKLM\\COMM\\HTTPD\\VROOTS\\/Accounts]', '"P"=1'], 3, 1, /a key between brackets before/],
    [[ROOT, 'IF X', '[HKLM\\a]', 'ENDIF', '"P"=1'], 5, 1, /a key between brackets before/],
    [[ROOT, '"P=1'], 2, 1, /expected a string that ends with a quote on the line on which it starts, found "\\"P=1"$/],
    [[ROOT, '"UserList"="Alice', '"'], 2, 12, /a string that ends with a quote/],
    [[ROOT, '"UserList"="Alice\\'], 2, 12, /a string that ends with a quote/],
    [[ROOT, '@="\\windows\\accounting.dll"'], 2, 4, /expected "\\\\" for a backslash, or "\\"" for a quote, found "\\\\windows/],
    [[ROOT, '"UserList"="Alice" "Bob"'], 2, 19, /expected the end of the line, found " \\"Bob\\""$/],
    [[ROOT, '"UserList"='], 2, 12, /expected a string between quotes, a number, dword:, hex:, multi_sz: or mui_sz:, found the end/],
    [[ROOT, '"UserList"=Alice'], 2, 12, /found "Alice"$/],
    [[ROOT, '"UserList"=string:"Alice"'], 2, 12, /found "string:/],
    [[ROOT, '"P"=1C4'], 2, 5, /a number/],
    [[ROOT, '"P"=-1'], 2, 6, /expected the end of the line, found "1"$/],
    [[ROOT, '"P"=4294967296'], 2, 5, /expected a number of 32 bits, found "4294967296"$/],
    [[ROOT, '"P"=dword:'], 2, 11, /expected one to eight hexadecimal digits, found the end of the file$/],
    [[ROOT, '"P"=dword:000001c4f'], 2, 11, /one to eight hexadecimal digits/],
    [[ROOT, '"P"=dword: 0x'], 2, 12, /one to eight hexadecimal digits/],
    [[ROOT, '"P"=dword:1 2'], 2, 12, /end of the line/],
    [[ROOT, '"P"="EXECUTE"'], 2, 5, /expected P to be a number of 32 bits \(REG_DWORD\), found "\\"EXECUTE\\""$/],
    [[ROOT, '"P"="4294967296"'], 2, 5, /P to be a number/],
    [[ROOT, '"P"=hex(4):c4,01'], 2, 12, /expected four bytes, found "c4,01"$/],
    [[ROOT, '"P"=hex(b):c4,01,00,00,00,00,00,00'], 2, 5, /P to be a number/],
    [[ROOT, '"A"=hex:01'], 2, 5, /A to be a number/],
    [[ROOT, '"UserList"=dword:1'], 2, 12, /expected UserList to be a string \(REG_SZ\), found "dword:1"$/],
    [[ROOT, '"UserList"=multi_sz:"Alice","Bob"'], 2, 12, /UserList to be a string/],
    [[ROOT, '"UserList"=multi_sz:'], 2, 21, /a string between quotes/],
    [[ROOT, '"UserList"=multi_sz:"Alice", Bob'], 2, 30, /expected a string between quotes, found "Bob"$/],
    [[ROOT, '"UserList"=mui_sz:"users.dll,#1"'], 2, 12, /UserList to be a string/],
    [[ROOT, '@=dword:1'], 2, 3, /@ to be a string/],
    [[ROOT, '"UserList"=hex(1):41'], 2, 19, /expected an even number of bytes, for a string in UTF-16, found "41"$/],
    [[ROOT, '"UserList"=hex(1):41,00,00,00,42,00'], 2, 19, /a string with no NUL but at its end/],
    [['REGEDIT4', ROOT, '"UserList"=hex(1):80,00'], 3, 19, /expected a string in ASCII, since a REGEDIT4 file/],
    [[ALICE, '"SerialNumber"=hex:'], 2, 16, /expected SerialNumber to be bytes \(REG_BINARY, hex:\), found "hex:"$/],
    [[ALICE, '"SerialNumber"="0102"'], 2, 16, /SerialNumber to be bytes/],
    [[ALICE, '"SerialNumber"=hex:01,'], 2, 23, /expected a byte of two hexadecimal digits, found the end of the file$/],
    [[ALICE, '"SerialNumber"=hex:01,', '"IssuerCN"="A"'], 3, 1, /a byte of two hexadecimal digits, found "\\"IssuerCN/],
    [[ALICE, '"SerialNumber"=hex:0102'], 2, 20, /a byte of two hexadecimal digits/],
    [[ALICE, '"SerialNumber"=hex:01 02'], 2, 23, /expected the end of the line, found "02"$/],
    [[ALICE, '"SerialNumber"=hex:01,\\', '0g'], 3, 1, /a byte of two hexadecimal digits, found "0g"$/],
    [[ALICE, '"SerialNumber"=hex(123456789):01'], 2, 16, /a string between quotes, a number/],
    [['[HKLM\\COMM\\HTTPD\\VROOTS\\Accounts]'], 1, 1, /a virtual root as one key whose name begins with "\/"/],
    [['[HKLM\\COMM\\HTTPD\\VROOTS\\/a\\b]'], 1, 1, /a virtual root as one key/],
    [['IF'], 1, 3, /"="/],
    [['IF '], 1, 4, /expected the name that IF asks for, found the end of the file$/],
    [['IF !'], 1, 4, /the name that IF asks for/],
    [['IF A B'], 1, 5, /expected the end of the line, found " B"$/],
    [['IF A', '[HKLM\\a]', 'nonsense'], 3, 9, /"="/],
    [['', ' IF A', 'IF B', 'ENDIF'], 2, 2, /expected an IF that an ENDIF ends, found "IF A"$/],
    [[HTTPD, 'ENDIF'], 2, 1, /expected an IF before this ENDIF, found "ENDIF"$/],
    [['IF A', 'ELSE', 'ENDIF'], 2, 5, /"="/],
    [['ENDIF A'], 1, 6, /end of the line/],
    [[HTTPD, '"a\0"=1'], 2, 3, /expected text in UTF-8, or in UTF-16 with a byte order mark, found "\\u0000/],
    [[HTTPD, '"AdminUsers"="Andr\ufffd"'], 2, 19, /text in UTF-8/]
  ]
  for (const [lines, line, column, message] of errors) {
    const name = JSON.stringify(lines)
    try {
      read(lines)
      t.fail(name)
    } catch (error) {
      t.ok(error instanceof RegistryFileError && error instanceof TypeError, name)
      t.match(error, { name: 'RegistryFileError', line, column, message }, name)
      t.ok((error as Error).message.startsWith(`registry file, line ${line}, column ${column}: `), name)
    }
  }
})

t.test('wrong options are errors', async (t) => {
  const wrong: Array<[options: unknown, message: RegExp]> = [
    [{ webSite: 'x' }, /siteFromRegistry: unknown option 'webSite'; did you mean 'website'\?/],
    [{ website: '' }, /website: is empty/],
    [{ website: 1 }, /website: 1 is not a string/],
    [{ defines: 'X' }, /defines: 'X' is not an array of names/],
    [{ defines: [1] }, /defines: 1 is not a string/],
    [{ defines: ['A B'] }, /defines: 'A B' is not a name, or a name with its value/],
    [{ defines: ['A='] }, /defines/],
    [{ onWarning: true }, /onWarning: true is not a function/],
    [null, /siteFromRegistry: null is not a plain object/]
  ]
  for (const [options, message] of wrong) {
    t.throws(() => siteFromRegistry(HTTPD, options as RegistryFileOptions), { name: 'TypeError', message })
  }
  t.throws(() => siteFromRegistry(undefined as unknown as string), {
    message: 'siteFromRegistry: undefined is not the text or the bytes of a registry file'
  })
})
