import { join } from 'node:path'
import t from 'tap'
import { command, type CommandResult, type CommandWorld } from '../../support/command.js'
import { createAuthority, createSelfSigned } from '../../support/pki.js'
import { temporaryFolder } from '../../support/temporary-folder.js'

const year = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2026-12-31T00:00:00Z') }
const root = await createAuthority({ commonName: 'Root', serialNumber: '01', ...year })
const issuer = await root.issueAuthority({ commonName: 'Company', serialNumber: '02' })
const alice = await issuer.issue({ commonName: 'Alice', serialNumber: '0a' })
const bob = await issuer.issue({ commonName: 'Bob', serialNumber: '0b' })
const expired = await issuer.issue({ commonName: 'Alice', serialNumber: '0a', notAfter: new Date('2026-03-01T00:00:00Z') })
const stranger = await createSelfSigned({ commonName: 'Company', serialNumber: '0a', ...year })
const unmapped = await issuer.issue({ commonName: 'Zoe', serialNumber: '0c' })

const site = {
  virtualRoots: {
    '/Accounts/': { permissions: ['READ', 'REQUIRE_CERT', 'MAP_CERT'], authentication: 1, userList: 'Alice' },
    '/open': { permissions: ['READ'] },
    '/nobody': { permissions: ['READ', 'REQUIRE_CERT', 'MAP_CERT'], authentication: 3 }
  },
  users: {
    Alice: { issuerCN: 'Company', serialNumber: '0a' },
    Bob: { issuerCN: 'Company', serialNumber: '0b' },
    'someone 1': { issuerCN: 'Compny', serialNumber: '0c' }
  },
  trustAnchors: 'root.pem'
}

const folder = await temporaryFolder(t, {
  'site.json': JSON.stringify(site),
  'bad.json': '{ "virtualRoots": { "/a": { "authentication": -1 } } }',
  'unread.json': '{ "virtualRoots": {}, "trustAnchors": "none.pem" }',
  'root.pem': root.pem,
  'issuer.pem': issuer.pem,
  'alice.pem': alice.chainPem,
  'alone.pem': alice.pem,
  'bob.pem': bob.chainPem,
  'expired.pem': expired.chainPem,
  'stranger.pem': stranger.pem,
  'zoe.pem': unmapped.chainPem
})
const file = (name: string): string => join(folder, name)
const june = new Date('2026-06-01T12:00:00Z')

function explain (args: readonly string[], world: CommandWorld = {}): Promise<CommandResult> {
  return command(['explain', file('site.json'), ...args], { time: june, ...world })
}

/** The answer, and what would lead to another one, in a few words. */
async function changes (args: readonly string[]): Promise<Record<string, unknown>> {
  const { stdout } = await explain([...args, '--json'])
  const { subStatus, user, changes } = JSON.parse(stdout)
  return {
    answer: subStatus ?? user,
    ...Object.fromEntries(changes.map((item: { change: string, answer: string }) => {
      return [item.change, item.answer.replace(/ FST.*/, '')]
    }))
  }
}

t.test('an admitted request: every step, the chain, and what would refuse it', async (t) => {
  const { status, stdout, stderr } = await explain(['--path', '/Accounts/x', '--cert', file('alice.pem')], {
    terminal: true, environment: { NO_COLOR: '1' }
  })
  t.same([status, stderr], [0, ''])
  t.equal(stdout, `GET /Accounts/x at 2026-06-01 12:00:00 UTC
  /Accounts: READ REQUIRE_CERT MAP_CERT, authentication 1, userList 'Alice'

Certificates
  CN=Root
  │ serial 01, valid 2026-01-01 to 2026-12-31, ec 256 bits, self-signed, trust
    anchor
  └─ CN=Company
     │ serial 02, valid 2026-01-01 to 2026-12-31, ec 256 bits
     └─ CN=Alice
          serial 0A, valid 2026-01-01 to 2026-12-31, ec 256 bits

Decision
  ✔ virtualRoot  /Accounts governs the path
  ✔ transport    SSL
  - host         certificate rules do not depend on the host
  ✔ certificate  the client sent a certificate
  ✔ trust        the chain is valid
  ✔ mapping      the certificate maps to Alice
  ✔ access       the UserList allows Alice
  ✔ permissions  READ allows GET

Users
  ✔ Alice matches: issuerCN 'Company', serialNumber '0A'

Admitted as Alice.

Another answer would come
  • with the method POST: 403.3 FST_CE_WRITE_DENIED
  • without a certificate: 403.7 FST_CE_CERT_REQUIRED
  • over plain HTTP: 403.4 FST_CE_SSL_REQUIRED
  • at 2025-12-31 23:59:59 UTC: 403.17 FST_CE_CERT_TIME
  • at 2026-12-31 00:00:01 UTC: 403.17 FST_CE_CERT_TIME
`)
})

for (const [name, args, expected] of [
  ['expired', ['--cert', 'expired.pem'], {
    answer: '403.17',
    'without a certificate': '403.7',
    'over plain HTTP': '403.4',
    'at 2026-03-01 00:00:00 UTC': 'admitted as Alice',
    'with certTrustOverride IS_NOT_TIME_VALID (0x1), a last resort': 'admitted as Alice'
  }],
  ['untrusted', ['--cert', 'stranger.pem'], {
    answer: '403.16',
    'without a certificate': '403.7',
    'over plain HTTP': '403.4',
    'with certTrustOverride IS_UNTRUSTED_ROOT (0x20), a last resort': 'admitted as Alice'
  }],
  ['of nobody', ['--cert', 'zoe.pem'], {
    answer: '403.12',
    'without a certificate': '403.7',
    'over plain HTTP': '403.4',
    'at 2025-12-31 23:59:59 UTC': '403.17',
    'at 2026-12-31 00:00:01 UTC': '403.17',
    "with a user { issuerCN: 'Company', serialNumber: '0C' }": '403.12',
    'with such a user, and first in the userList of /Accounts': 'admitted as someone 2'
  }],
  ['of a user whom the list does not name', ['--cert', 'bob.pem'], {
    answer: '403.12',
    'without a certificate': '403.7',
    'over plain HTTP': '403.4',
    'at 2025-12-31 23:59:59 UTC': '403.17',
    'at 2026-12-31 00:00:01 UTC': '403.17',
    'with Bob first in the userList of /Accounts': 'admitted as Bob',
    'with Bob in adminUsers': 'admitted as Bob'
  }],
  ['good, for a method that is not allowed', ['--cert', 'alice.pem', '--method', 'put'], {
    answer: '403.3',
    'with the method GET': 'admitted as Alice',
    'without a certificate': '403.7',
    'over plain HTTP': '403.4',
    'at 2025-12-31 23:59:59 UTC': '403.17',
    'at 2026-12-31 00:00:01 UTC': '403.17',
    'with WRITE in the permissions of /Accounts': 'admitted as Alice',
    'with EXECUTE in the permissions of /Accounts': 'admitted as Alice'
  }],
  ['none, for a method that is not allowed', ['--path', '/open/x', '--method', 'POST'], {
    answer: '403.3',
    'with the method GET': 'admitted, as nobody',
    'with WRITE in the permissions of /open': 'admitted, as nobody',
    'with EXECUTE in the permissions of /open': 'admitted, as nobody'
  }],
  ['none', [], {
    answer: '403.7',
    'over plain HTTP': '403.4',
    'with NEGO_CERT in place of REQUIRE_CERT at /Accounts, and authentication 0': 'admitted, as nobody'
  }],
  ['good, over plain HTTP', ['--cert', 'alice.pem', '--plain'], { answer: '403.4', 'over TLS': 'admitted as Alice' }],
  ['good, for nobody\'s root', ['--path', '/nobody', '--cert', 'alice.pem'], {
    answer: '403.12',
    'without a certificate': '403.7',
    'over plain HTTP': '403.4',
    'at 2025-12-31 23:59:59 UTC': '403.17',
    'at 2026-12-31 00:00:01 UTC': '403.17',
    'with authentication 1 at /nobody': 'admitted as Alice'
  }]
] as const) {
  t.test(`what would change the answer for a certificate that is ${name}`, async (t) => {
    const given = args.map((arg: string) => arg.endsWith('.pem') ? file(arg) : arg)
    t.same(await changes(['--path', '/Accounts/x', ...given]), expected)
  })
}

t.test('a refusal has the status 1, and says what helps', async (t) => {
  const refused = await explain(['--path', '/Accounts/x', '--cert', file('expired.pem')])
  t.equal(refused.status, 1)
  t.match(refused.stdout, /✖ IS_NOT_TIME_VALID: has expired, or is not yet valid\n/)
  t.match(refused.stdout, /^Refused: 403\.17 FST_CE_CERT_TIME\. The client certificate has expired or is not/m)
  t.match(refused.stdout, /IS_NOT_TIME_VALID: renew it; look at the server's clock\n/)
  t.match((await explain(['--path', '/Accounts/x', '--cert', file('zoe.pem')])).stdout,
    /^Users\n {2}≈ someone 1 nearly matches: issuerCN asks for 'Compny', the certificate has 'Company'$/m)
})

t.test('what the client sends besides can be given', async (t) => {
  const args = ['--path', '/Accounts/x', '--cert', file('alone.pem')]
  const partial = await explain(args)
  t.equal(partial.status, 1)
  t.match(partial.stdout, /✖ IS_PARTIAL_CHAIN: the chain leads to no trust anchor: an issuer is missing\n/)
  t.equal((await explain([...args, '--chain', file('issuer.pem')])).status, 0)
})

t.test('a path that asks for nothing, and one that nothing governs', async (t) => {
  t.match(await explain(['--path', '/open/x']), { status: 0, stdout: /^Admitted\.\n/m })
  t.match(await explain(['--path', '/']), { status: 0, stdout: /no virtual root governs the path/ })
})

t.test('another time can be asked about', async (t) => {
  const { status, stdout } = await explain(['--path', '/Accounts/x', '--cert', file('alice.pem'), '--at', '2027-01-01'])
  t.equal(status, 1)
  t.match(stdout, /^GET \/Accounts\/x at 2027-01-01 00:00:00 UTC$/m)
})

t.test('a logged decision is explained beside the site', async (t) => {
  const ceCertAuth = { code: 'FST_CE_MAPPER_DENIED', subStatus: '403.12', virtualRoot: '/Accounts', step: 'mapping', serialNumber: '0C' }
  const line = JSON.stringify({ time: june.getTime(), ceCertAuth })
  const folder = await temporaryFolder(t, { 'server.log': line })
  for (const args of [['--log', '-'], ['--log', join(folder, 'server.log')]]) {
    const { status, stdout } = await explain(args, { stdin: line })
    t.equal(status, 1)
    t.match(stdout, /^The decision logged at 2026-06-01 12:00:00 UTC\n {2}\/Accounts: READ/)
    t.match(stdout, /• someone 1 has this serial number/)
  }
  t.match(JSON.parse((await explain(['--log', '-', '--json'], { stdin: line })).stdout), { ...ceCertAuth, hints: [/someone 1/] })
})

t.test('the site\'s own word is asked on demand', async (t) => {
  const module = (mapUser: string): string => `import { readFileSync } from 'node:fs'
    const trustAnchors = readFileSync(${JSON.stringify(file('root.pem'))})
    const site = JSON.parse(readFileSync(${JSON.stringify(file('site.json'))}))
    export default { ...site, trustAnchors, mapUser: ${mapUser} }`
  const folder = await temporaryFolder(t, { 'no.mjs': module('() => false'), 'fails.mjs': module('() => { throw new Error("no database") }') })
  const args = ['--path', '/Accounts/x', '--cert', file('alice.pem')]
  const ask = (name: string, ...more: string[]) => command(['explain', join(folder, name), ...args, ...more], { time: june })
  t.match(await ask('no.mjs'), { status: 0, stdout: /mapUser is not asked here, and may refuse[^]*if mapUser answered false: 403\.12/ })
  t.match(await ask('no.mjs', '--ask'), { status: 1, stdout: /What helps\n {2}• mapUser answered false when it was asked\n/ })
  t.match(await ask('fails.mjs', '--ask'), { status: 1, stdout: /• mapUser failed: no database\n/ })
  t.match(await ask('no.mjs', '--ask', '--at', '2030-01-01'), { status: 1, stdout: /403\.17/ })
  t.match(await explain([...args, '--ask']), { status: 2, stderr: 'ce-cert-auth: --ask: the site has no mapUser\n' })
})

for (const [name, args, complaint] of [
  ['no path', [], /^ce-cert-auth: give the path of a request with --path, or a log with --log\n$/],
  ['a path without a slash', ['--path', 'x'], /^ce-cert-auth: --path: 'x' does not begin with '\/'\n$/],
  ['a log and a path', ['--log', '-', '--path', '/'], /leave out --path and --cert\n$/],
  ['a certificate that is not there', ['--path', '/', '--cert', 'none.pem'], /^ce-cert-auth: none\.pem: there is no such file\n$/]
] as const) {
  t.test(`wrong use is one sentence: ${name}`, async (t) => {
    t.match(await explain(args), { status: 2, stdout: '', stderr: complaint })
  })
}

t.test('a site with errors explains nothing', async (t) => {
  for (const [name, complaint] of [['bad.json', /authentication: -1 is not .* \(ce-cert-auth check tells more\)\n$/], ['unread.json', /no such file/]] as const) {
    t.match(await command(['explain', file(name), '--path', '/']), { status: 2, stdout: '', stderr: complaint }, name)
  }
})
