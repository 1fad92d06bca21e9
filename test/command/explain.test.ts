import { join } from 'node:path'
import t from 'tap'
import { command } from '../support/command.js'
import { createAuthority } from '../support/pki.js'
import { temporaryFolder } from '../support/temporary-folder.js'

const year = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2026-12-31T00:00:00Z') }
const june = new Date('2026-06-01T12:00:00Z')
const root = await createAuthority({ commonName: 'Root', ...year })
const middle = await root.issueAuthority({ commonName: 'Middle' })
const issuer = await middle.issueAuthority({ commonName: 'Issuer' })
const alice = await issuer.issue({ commonName: 'Alice' })
const folder = await temporaryFolder(t, {
  'site.json': JSON.stringify({
    virtualRoots: { '/a': { permissions: ['READ', 'WRITE', 'REQUIRE_CERT'] }, '/open': { permissions: ['READ'] } }, trustAnchors: 'root.pem'
  }),
  'root.pem': root.pem,
  'middle.pem': middle.pem,
  'issuer.pem': issuer.pem,
  'alice.pem': alice.pem
})
const file = (name: string): string => join(folder, name)

/** Files are named without their folder. */
function explain (...args: readonly string[]): ReturnType<typeof command> {
  const given = args.map((arg) => /^[a-z]+\.(?:pem|json)$/.test(arg) ? file(arg) : arg)
  return command(['explain', file('site.json'), ...given], { time: june })
}

const chain = ['--chain', 'middle.pem', '--chain', 'issuer.pem']

for (const [args, request, answer] of [
  [['--path', '/a'], { method: 'GET', path: '/a', time: june.toISOString() }, '403.7'],
  [['--path', '/a', '--cert', 'alice.pem', ...chain], { method: 'GET' }, null],
  [['--path', '/a', '--cert', 'alice.pem', '--chain', 'issuer.pem'], { method: 'GET' }, '403.16'],
  [['--path', '/a', '--method', 'post', '--cert', 'alice.pem', ...chain], { method: 'POST' }, null],
  [['--path', '/open', '--method', 'PUT'], { method: 'PUT', path: '/open' }, '403.3'],
  [['--path', '/a', '--at', '2027-01-01', '--cert', 'alice.pem', ...chain], { time: '2027-01-01T00:00:00.000Z' }, '403.17'],
  [['--path', '/a', '--plain'], { path: '/a' }, '403.4']
] as const) {
  t.test(`the request is the one that is asked about: ${args.join(' ')}`, async (t) => {
    const { status, stdout } = await explain(...args, '--json')
    const explained = JSON.parse(stdout)
    t.match(explained.request, request)
    t.same([status, explained.subStatus], [answer === null ? 0 : 1, answer])
  })
}

for (const [args, complaint] of [
  [[], "missing required argument 'site'"],
  [['site.json', 'b.json'], "too many arguments for 'explain'. Expected 1 argument but got 2."],
  [['site.json', '--certificate', 'x'], "unknown option '--certificate'"],
  [['site.json', '--path'], "option '--path <path>' argument missing"],
  [['site.json', '--at', 'noon'],
    "option '--at <time>' argument 'noon' is invalid. Give a time such as 2026-06-01 or 2026-06-01T12:00:00Z."]
] as const) {
  t.test(`wrong use is one sentence and the status 2: explain ${args.join(' ')}`, async (t) => {
    t.same(await command(['explain', ...args]), { status: 2, stdout: '', stderr: `ce-cert-auth: ${complaint}\n` })
  })
}
