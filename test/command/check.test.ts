import { join } from 'node:path'
import t from 'tap'
import { command } from '../support/command.js'
import { createAuthority } from '../support/pki.js'
import { temporaryFolder } from '../support/temporary-folder.js'

const day = (date: string): Date => new Date(`${date}T00:00:00Z`)
const root = await createAuthority({ commonName: 'Company', notBefore: day('2026-01-01'), notAfter: day('2026-12-31') })
const folder = await temporaryFolder(t, {
  'site.reg': '[HKLM\\COMM\\HTTPD\\VROOTS\\/a]\n"P"=dword:c1\n[HKLM\\COMM\\HTTPD\\SSL\\Users\\Al]\n"IssuerCN"="Company"',
  'root.pem': root.pem
})
const check = (args: readonly string[], time = day('2026-06-01')) => {
  return command(['check', join(folder, 'site.reg'), '--anchors', join(folder, 'root.pem'), ...args], { time })
}

for (const [args, time, status, words] of [
  [[], day('2026-11-30'), 0, 'no errors, no warnings'],
  [[], day('2026-12-02'), 0, 'ends in 29 days'],
  [['--days', '5'], day('2026-12-02'), 0, 'no errors, no warnings'],
  [['--days', '60'], day('2026-11-30'), 0, 'ends in 31 days'],
  [['--at', '2026-12-30'], day('2026-06-01'), 0, 'ends in 1 day'],
  [['--at', '2027-01-02'], day('2026-06-01'), 1, 'ended on 2026-12-31']
] as const) {
  t.test(`on ${time.toISOString().slice(0, 10)}, check ${args.join(' ')} says: ${words}`, async (t) => {
    t.match(await check(args, time), { status, stdout: words, stderr: '' })
  })
}

t.test('--json prints the verdict for programs, which has the same status', async (t) => {
  const { status, stdout } = await check(['--json', '--at', '2027-01-02'])
  t.match([status, JSON.parse(stdout)], [1, { site: join(folder, 'site.reg'), findings: [{ severity: 'error' }] }])
})

t.test('certificates that a registry has no place for are named by options', async (t) => {
  const { status, stdout } = await command(['check', join(folder, 'site.reg')])
  t.match([status, stdout], [1, '(--anchors FILE)'])
})

for (const [args, complaint] of [
  [[], "missing required argument 'site'"],
  [['a.reg', 'b.reg'], "too many arguments for 'check'. Expected 1 argument but got 2."],
  [['a.reg', '--json5'], "unknown option '--json5' (Did you mean --json?)"],
  [['a.reg', '--days'], "option '--days <n>' argument missing"],
  [['a.reg', '--days', 'x'], "option '--days <n>' argument 'x' is invalid. Give a number of days."],
  [['a.reg', '--at', 'noon'],
    "option '--at <time>' argument 'noon' is invalid. Give a time such as 2026-06-01 or 2026-06-01T12:00:00Z."],
  [['a.reg'], 'a.reg: there is no such file']
] as const) {
  t.test(`wrong use is one sentence and the status 2: check ${args.join(' ')}`, async (t) => {
    t.same(await command(['check', ...args]), { status: 2, stdout: '', stderr: `ce-cert-auth: ${complaint}\n` })
  })
}
