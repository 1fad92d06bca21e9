import { join } from 'node:path'
import t from 'tap'
import { command } from '../../support/command.js'
import { createAuthority } from '../../support/pki.js'
import { temporaryFolder } from '../../support/temporary-folder.js'

const root = await createAuthority({ commonName: 'Company' })
const site = `{
  "virtualRoots": {
    "/Accounts": { "permissions": ["EXECUTE", "REQUIRE_CERT", "MAP_CERT"], "authentication": 1, "userList": "Al;Zoe" }
  },
  "users": { "Al": { "issuerCN": "Company" },
    "Bo": { "issuerCN": "Company", "serialNumber": "01" } },
  "certTrustOverride": 1,
  "trustAnchors": "root.pem"
}`

t.test('a good site has the status 0, with what is dangerous told by file and line', async (t) => {
  const folder = await temporaryFolder(t, { 'site.json': site, 'root.pem': root.pem })
  const path = join(folder, 'site.json')
  const { status, stdout, stderr } = await command(['check', path])
  t.same([status, stderr], [0, ''])
  t.equal(stdout.replaceAll(folder, ''), [
    '/root.pem:1: warning: trustAnchors: CN=Company ends in 29 days, on ' + root.certificate.notAfter.toISOString().slice(0, 10),
    "/site.json:3:109: warning: virtualRoots['/Accounts'].userList: names that no user or group has: 'zoe'",
    "/site.json:6:11: warning: users['Bo']: no certificate maps to this user, 'Al' before it takes all of them",
    '/site.json:7:24: warning: certTrustOverride: certificates with CERT_TRUST_IS_NOT_TIME_VALID are accepted',
    '/site.json: note: /Accounts requires a certificate; every client is asked in the handshake',
    '/site.json: no errors, 4 warnings',
    ''
  ].join('\n'))
})

t.test('errors have the status 1', async (t) => {
  const folder = await temporaryFolder(t, { 'site.reg': '[HKLM\\COMM\\HTTPD\\VROOTS\\/a]\n"P"=dword:e0\n"A"=-1', 'bad.reg': 'x' })
  const { status, stdout } = await command(['check', join(folder, 'bad.reg')])
  t.equal(status, 1)
  t.match(stdout, /bad\.reg:1:2: error: expected "=" behind the name of a value, found the end of the file\n/)
  t.match(await command(['check', join(folder, 'site.reg')]), { status: 1, stdout: /site\.reg:3:6: error: / })
})

t.test('a registry file lacks trust anchors, and the option for them is named', async (t) => {
  const folder = await temporaryFolder(t, { 'site.reg': '[HKLM\\COMM\\HTTPD\\VROOTS\\/a]\n"P"=dword:e0', 'root.pem': root.pem })
  const path = join(folder, 'site.reg')
  t.match(await command(['check', path]), { status: 1, stdout: /trust \(--anchors FILE\)\n/ })
  t.match(await command(['check', path, '--anchors', join(folder, 'root.pem')]), { status: 0 })
  const two = await command(['check', path, '--crls', join(folder, 'root.pem')])
  t.match(two.stdout, /^\S+: error: crls: without trustAnchors.*\n\S+: error: trustAnchors: .*\n/)
})

t.test('programs get JSON', async (t) => {
  const folder = await temporaryFolder(t, { 'site.json': site })
  const { status, stdout } = await command(['check', join(folder, 'site.json'), '--json'])
  t.equal(status, 1)
  t.match(JSON.parse(stdout), {
    site: join(folder, 'site.json'),
    findings: [{ severity: 'error', message: /^trustAnchors: .*root\.pem: there is no such file/, place: { line: 8, column: 19 } }, {}],
    virtualRoots: [{ path: '/Accounts', permissions: ['EXECUTE', 'REQUIRE_CERT', 'MAP_CERT'], authentication: 1, users: ['Al'] }]
  })
})

for (const [name, options, words] of [
  ['by renegotiation', { acquire: 'renegotiate' }, /HTTP\/1\.1 over TLS 1\.2 is asked in the middle of the request, HTTP\/2 over TLS/],
  ['by host name', { certificateHost: 'c.example.org' }, /on c\.example\.org every client is asked in the handshake/]
] as const) {
  t.test(`what clients meet who are asked ${name}`, async (t) => {
    const folder = await temporaryFolder(t, { 'site.json': JSON.stringify({ ...JSON.parse(site), ...options }), 'root.pem': root.pem })
    const { stdout } = await command(['check', join(folder, 'site.json')], { terminal: true, environment: { NO_COLOR: '1' } })
    t.match(stdout.replace(/\n {2}/g, ' '), words)
  })
}
