import t from 'tap'
import {
  booleanOption, countOption, objectIdentifierOption, oneOf, rejectUnknown
} from '../../lib/trust/option-checks.js'

t.test('an unknown option is named, with those that are known', async (t) => {
  t.doesNotThrow(() => rejectUnknown({ a: 1 }, new Set(['a', 'b']), 'options'))
  t.throws(() => rejectUnknown({ c: 1 }, new Set(['a', 'b']), 'options'), {
    name: 'TypeError', message: 'options: "c" is unknown; known are a, b'
  })
  t.throws(() => rejectUnknown(JSON.parse('{"__proto__": 1}'), new Set(['a']), 'options'), TypeError)
  for (const value of [null, 5, 'text']) t.throws(() => rejectUnknown(value as never, new Set(), 'options'), TypeError)
})

t.test('one of the values is one of the values', async (t) => {
  t.equal(oneOf('a', ['a', 'b'], 'letter'), 'a')
  t.throws(() => oneOf<string>('constructor', ['a', 'b'], 'letter'), {
    name: 'TypeError', message: 'letter is "constructor": give one of "a", "b"'
  })
})

t.test('only true and false are booleans, nothing is false', async (t) => {
  t.equal(booleanOption(true, 'flag'), true)
  t.equal(booleanOption(undefined, 'flag'), false)
  for (const value of ['false', 1, null]) t.throws(() => booleanOption(value as never, 'flag'), TypeError)
})

t.test('a count is a whole number that is not too small', async (t) => {
  t.equal(countOption(0, 0, 'count'), 0)
  for (const value of [-1, 0.5, NaN, Infinity, '5', undefined]) {
    t.throws(() => countOption(value as number, 0, 'count'), { name: 'TypeError', message: /^count is / })
  }
})

t.test('an OID is written with dots, without leading zeros', async (t) => {
  t.equal(objectIdentifierOption('2.5.29.37.0', 'oid'), '2.5.29.37.0')
  for (const value of ['2', '3.1', '1.02', '1..2', 'clientauth', ' 1.2', '', 5]) {
    t.throws(() => objectIdentifierOption(value as string, 'oid'), TypeError)
  }
})
