import t from 'tap'
import { screenOf } from '../../support/screen.js'

for (const [name, world, hasColors] of [
  ['a terminal', { isTTY: true }, true],
  ['a pipe', {}, false],
  ['a terminal with NO_COLOR', { isTTY: true, environment: { NO_COLOR: '1' } }, false],
  ['a terminal with an empty NO_COLOR', { isTTY: true, environment: { NO_COLOR: '' } }, true],
  ['a dumb terminal', { isTTY: true, environment: { TERM: 'dumb' } }, false],
  ['a pipe with FORCE_COLOR', { environment: { FORCE_COLOR: '1' } }, true],
  ['FORCE_COLOR counts before NO_COLOR', { environment: { FORCE_COLOR: '1', NO_COLOR: '1' } }, true],
  ['a terminal with FORCE_COLOR=0', { isTTY: true, environment: { FORCE_COLOR: '0' } }, false],
  ['a terminal with FORCE_COLOR=false', { isTTY: true, environment: { FORCE_COLOR: 'false' } }, false]
] as const) {
  t.test(`colours: ${name}`, async (t) => {
    t.equal(screenOf(world).screen.colors.isColorSupported, hasColors)
  })
}

t.test('lines fill 80 columns at most, and a pipe has no columns', async (t) => {
  t.equal(screenOf({ isTTY: true, columns: 200 }).screen.width, 80)
  t.equal(screenOf({ isTTY: true, columns: 60 }).screen.width, 60)
  t.equal(screenOf({ isTTY: true }).screen.width, 80)
  t.equal(screenOf({ columns: 60 }).screen.width, Infinity)
})

t.test('a paragraph is broken under its first line', async (t) => {
  const { screen, written } = screenOf({ isTTY: true, columns: 20, environment: { NO_COLOR: '1' } })
  screen.paragraph('note: ', 'one two three four incomprehensibilities five')
  t.equal(written(), 'note: one two three\n      four\n      incomprehensibilities\n      five\n')
})

t.test('colours take no room', async (t) => {
  const { screen, written } = screenOf({ isTTY: true, columns: 14 })
  screen.paragraph(screen.colors.red('a: '), `${screen.colors.red('one')} two three`)
  t.equal(written(), '\x1b[31ma: \x1b[39m\x1b[31mone\x1b[39m two\n   three\n')
})

t.test('a table fits the terminal', async (t) => {
  const { screen, written } = screenOf({ isTTY: true, columns: 24, environment: { NO_COLOR: '1' } })
  screen.table(['a', 'b'], [['one', 'two three four five'], ['two', 'incomprehensibilities'], ['three', '']])
  t.equal(written(), [
    '┌───────┬──────────────┐',
    '│ a     │ b            │',
    '├───────┼──────────────┤',
    '│ one   │ two three    │',
    '│       │ four five    │',
    '├───────┼──────────────┤',
    '│ two   │ incomprehens │',
    '│       │ ibilities    │',
    '├───────┼──────────────┤',
    '│ three │              │',
    '└───────┴──────────────┘',
    ''
  ].join('\n'))
})

t.test('in a pipe a table is lines with tabs', async (t) => {
  const { screen, written } = screenOf({})
  screen.table(['a', 'b'], [['one', 'two'], ['three', 'four']])
  t.equal(written(), 'one\ttwo\nthree\tfour\n')
})

t.test('a heading has an empty line above it, and JSON is indented', async (t) => {
  const { screen, written } = screenOf({})
  screen.heading('Steps')
  screen.json({ a: 1 })
  t.equal(written(), '\nSteps\n{\n  "a": 1\n}\n')
})
