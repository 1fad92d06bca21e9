import { InvalidArgumentError } from 'commander'
import t from 'tap'
import { collect, days, helpText, moment } from '../../lib/command/verb.js'

t.test('examples and exit statuses stand below the help, each on its line', async (t) => {
  t.equal(helpText(['ce-cert-auth check a', 'ce-cert-auth check b'], ['0  good']), `
Examples:
  ce-cert-auth check a
  ce-cert-auth check b

Exit status:
  0  good
`)
})

t.test('an option that may be given more than once keeps the order', async (t) => {
  t.same(collect('a'), ['a'])
  const before = ['a', 'b']
  t.same(collect('c', before), ['a', 'b', 'c'])
  t.same(before, ['a', 'b'])
})

t.test('days are counted in whole ones, from one up', async (t) => {
  for (const [text, count] of [['1', 1], ['30', 30], ['999999', 999_999]] as const) t.equal(days(text), count, text)
  for (const text of ['0', '', '-1', '1.5', '01', '1e3', '0x10', 'x', ' 1', '1000000']) {
    t.throws(() => days(text), new InvalidArgumentError('Give a number of days.'), text)
  }
})

t.test('a moment is a day, or a time with its zone', async (t) => {
  for (const [text, time] of [
    ['2026-06-01', '2026-06-01T00:00:00.000Z'],
    ['2026-06-01T12:30Z', '2026-06-01T12:30:00.000Z'],
    ['2026-06-01T12:30:15Z', '2026-06-01T12:30:15.000Z'],
    ['2026-06-01T12:30:15.5Z', '2026-06-01T12:30:15.500Z'],
    ['2026-06-01T12:30:15+02:00', '2026-06-01T10:30:15.000Z']
  ] as const) t.equal(moment(text).toISOString(), time, text)
})

t.test('what is no moment, or another one elsewhere, is refused', async (t) => {
  const complaint = 'Give a time such as 2026-06-01 or 2026-06-01T12:00:00Z.'
  for (const text of [
    'noon', '', '2026', '2026-06', '1.6.2026', '2026-13-01', '2026-06-32', '2026-02-30', '2026-06-31T12:00Z', '2026-06-01T25:00Z', '2026-06-01T12:00', '+2026-06-01'
  ]) t.throws(() => moment(text), new InvalidArgumentError(complaint), text)
})
