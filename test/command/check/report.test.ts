import t from 'tap'
import { printVerdict, type Verdict } from '../../../lib/command/check/report.js'
import { screenOf } from '../../support/screen.js'

function printed (verdict: Partial<Verdict>, isTTY: boolean, environment = { NO_COLOR: '1' }): string {
  const { screen, written } = screenOf({ isTTY, columns: 60, environment })
  printVerdict(screen, { site: 'a.json', findings: [], virtualRoots: [], clients: null, ...verdict })
  return written()
}

const findings = [
  { severity: 'error', message: 'users: are wrong', place: { file: 'a.json', line: 3 } },
  { severity: 'warning', message: 'crls: the CRL of CN=Company ends in 4 days, on 2026-06-30', place: { file: 'root.crl' } }
] as const
const virtualRoots = [
  { path: '/', permissions: ['READ'], authentication: 0, users: null },
  { path: '/b', permissions: ['READ'], authentication: 3, users: [] },
  { path: '/c', permissions: ['READ', 'WRITE'], authentication: 1, users: ['Al', 'Bo'] },
  { path: '/d', permissions: ['READ'], authentication: 1, users: ['Al', 'Bo', 'Cy', 'Di', 'Eve'] }
]

t.test('in a pipe a finding is a line as compilers write it', async (t) => {
  t.equal(printed({ findings, virtualRoots }, false), [
    'a.json:3: error: users: are wrong',
    'root.crl: warning: crls: the CRL of CN=Company ends in 4 days, on 2026-06-30',
    'a.json: 1 error, 1 warning',
    ''
  ].join('\n'))
})

t.test('on a terminal a finding is a paragraph, and the virtual roots a table', async (t) => {
  t.equal(printed({ findings, virtualRoots }, true), [
    'error    a.json:3',
    '         users: are wrong',
    'warning  root.crl',
    '         crls: the CRL of CN=Company ends in 4 days, on',
    '         2026-06-30',
    '',
    '┌──────┬───┬────────────┬──────────────────────────────────┐',
    '│ path │ A │ who enters │ permissions                      │',
    '├──────┼───┼────────────┼──────────────────────────────────┤',
    '│ /    │ 0 │ everyone   │ READ                             │',
    '├──────┼───┼────────────┼──────────────────────────────────┤',
    '│ /b   │ 3 │ nobody     │ READ                             │',
    '├──────┼───┼────────────┼──────────────────────────────────┤',
    '│ /c   │ 1 │ Al, Bo     │ READ WRITE                       │',
    '├──────┼───┼────────────┼──────────────────────────────────┤',
    '│ /d   │ 1 │ 5 users    │ READ                             │',
    '└──────┴───┴────────────┴──────────────────────────────────┘',
    'a.json: 1 error, 1 warning',
    ''
  ].join('\n'))
})

t.test('the last line is green, yellow or red', async (t) => {
  const last = (verdict: Partial<Verdict>): string => printed(verdict, true, {} as never).trimEnd().split('\n').at(-1)!
  t.equal(last({ virtualRoots }), '\x1b[32ma.json: no errors, no warnings\x1b[39m')
  t.equal(last({ findings: findings.slice(1) }), '\x1b[33ma.json: no errors, 1 warning\x1b[39m')
  t.equal(last({ findings: [findings[0], findings[0]] }), '\x1b[31ma.json: 2 errors, no warnings\x1b[39m')
})
