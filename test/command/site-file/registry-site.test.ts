import t from 'tap'
import { readRegistrySite } from '../../../lib/command/site-file/registry-site.js'

const text = `REGEDIT4
[HKEY_LOCAL_MACHINE\\COMM\\HTTPD]
"AdminUsers"="Eve"
"Unknown"=1
[HKEY_LOCAL_MACHINE\\COMM\\HTTPD\\VROOTS\\/a]
@="\\\\windows"
"P"=dword:1c4
[HKEY_LOCAL_MACHINE\\COMM\\HTTPD\\SSL]
"CertTrustOverride"=1
[HKEY_LOCAL_MACHINE\\COMM\\HTTPD\\SSL\\Users\\Alice]
"IssuerCN"="x"
IF MORE
[HKEY_LOCAL_MACHINE\\COMM\\HTTPD\\Websites\\Two\\VROOTS\\/b]
"P"=1
ENDIF
`

t.test('each option has the place of its value', async (t) => {
  const { options, places, findings } = await readRegistrySite('a.reg', Buffer.from(text), {})
  t.same(options, {
    virtualRoots: { '/a': { permissions: 0x1c4 } }, users: { Alice: { issuerCN: 'x' } }, adminUsers: 'Eve', certTrustOverride: 1
  })
  for (const [complaint, line, column] of [
    ['adminUsers: x', 3, 14],
    ["virtualRoots['/a']: x", 5, 1],
    ["virtualRoots['/a'].permissions: x", 7, 5],
    ['certTrustOverride: x', 9, 21],
    ["users['Alice'].issuerCN: x", 11, 12],
    ['trustAnchors: x', undefined, undefined]
  ] as const) t.match(places.of(complaint), { file: 'a.reg', line, column }, complaint)
  t.same(findings, [{
    severity: 'warning',
    message: 'the value Unknown of the key HKEY_LOCAL_MACHINE\\COMM\\HTTPD is not known',
    place: { file: 'a.reg', line: 4, column: 1 }
  }])
})

t.test('what a root serves is the default value of its key', async (t) => {
  t.same([...(await readRegistrySite('a.reg', Buffer.from(text), {})).targets], [['/a', { physicalPath: '\\windows' }]])
})

t.test('another site, and what IF asks for', async (t) => {
  const { options, places, targets } = await readRegistrySite('a.reg', Buffer.from(text), { site: 'Two', define: ['MORE'] })
  t.same(options, { virtualRoots: { '/b': { permissions: 1 } } })
  t.equal(places.of("virtualRoots['/b']: x").line, 13)
  t.same([...targets], [])
})

t.test('what is not understood is told with its place', async (t) => {
  await t.rejects(readRegistrySite('a.reg', Buffer.from('REGEDIT4\n"P"=1'), {}), {
    name: 'CommandError',
    message: 'a.reg:2:1: expected a key between brackets before this value, found "\\"P\\"=1"',
    place: { file: 'a.reg', line: 2, column: 1 }
  })
})

t.test('a file without the site is told so', async (t) => {
  await t.rejects(readRegistrySite('a.reg', Buffer.from('REGEDIT4'), { site: 'X' }), {
    message: 'a.reg: the file does not hold the key HKEY_LOCAL_MACHINE\\COMM\\HTTPD\\Websites\\X'
  })
})
