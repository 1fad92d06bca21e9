import t from 'tap'
import { runInNewContext } from 'node:vm'
import {
  boolean, hostPattern, integer, isObjectIdentifier, nonEmptyString, objectIdentifier, oneOf, options, plainObject,
  show, string
} from '../lib/validation.js'

function mistake (message: string): { name: string, message: string } {
  return { name: 'TypeError', message }
}

t.test('a value is shown on one line, cut where it is long', async (t) => {
  t.equal(show('a\nb'), '\'a\\nb\'')
  t.equal(show({ a: { b: 1 } }), '{ a: [Object] }')
  t.ok(show('x'.repeat(100_000)).length < 150)
  t.ok(show(Array.from({ length: 1000 }, () => 'x')).length < 150)
})

t.test('an object is plain if it inherits nothing of its own', async (t) => {
  for (const value of [{}, { a: 1 }, Object.create(null), JSON.parse('{"a":1}'), runInNewContext('({ a: 1 })')]) {
    t.equal(plainObject(value, 'site'), value)
  }
  class Site {}
  for (const value of [[], new Map(), new Date(0), new Site(), Object.create({ a: 1 }), () => ({}), 'x', 1, null]) {
    t.throws(() => plainObject(value, 'site'), mistake(`site: ${show(value)} is not a plain object`))
  }
})

t.test('options have known keys alone', async (t) => {
  t.same(options({ a: 1 }, ['a', 'userList'], 'site'), { a: 1 })
  t.throws(() => options({ b: 1 }, ['a', 'userList'], 'site'), mistake('site: unknown option \'b\'; known are a, userList'))
  t.throws(() => options({ UserList: 1 }, ['a', 'userList'], 'site'),
    mistake('site: unknown option \'UserList\'; did you mean \'userList\'?'))
  t.throws(() => options({ [Symbol('x')]: 1 }, ['a'], 'site'), mistake('site: unknown option \'Symbol(x)\'; known are a'))
  t.throws(() => options(JSON.parse('{"__proto__": 1}'), ['a'], 'site'),
    mistake('site: unknown option \'__proto__\'; known are a'))
})

t.test('a string is a string', async (t) => {
  t.equal(string('', 'store'), '')
  t.equal(nonEmptyString('x', 'store'), 'x')
  t.throws(() => string(5, 'store'), mistake('store: 5 is not a string'))
  // eslint-disable-next-line no-new-wrappers -- what it is about
  t.throws(() => string(new String('x'), 'store'), /is not a string/)
  t.throws(() => nonEmptyString('', 'store'), mistake('store: is empty; leave it out or give a value'))
})

t.test('an integer is an integer within its limits', async (t) => {
  t.equal(integer(0, 0, 9, 'postReadSize'), 0)
  t.equal(integer(9, 0, 9, 'postReadSize'), 9)
  for (const value of [-1, 10, 1.5, NaN, Infinity, '5', 5n, true, null, undefined, [5]]) {
    t.throws(() => integer(value, 0, 9, 'postReadSize'), mistake(`postReadSize: ${show(value)} is not an integer from 0 to 9`))
  }
})

t.test('one of several is one of them', async (t) => {
  t.equal(oneOf('big', ['big', 'little'], 'order'), 'big')
  for (const value of ['Big', '', null, ['big'], 0]) {
    t.throws(() => oneOf(value, ['big', 'little'], 'order'), mistake(`order: ${show(value)} is not one of 'big', 'little'`))
  }
})

t.test('a host name is in its ASCII form, without a dot at its end, and no address', async (t) => {
  t.equal(hostPattern('*.Example.org', 'host'), '*.example.org')
  for (const value of ['', '*', 'a..b', 'a.', '-a', '10.0.0.1', '::1', 'a:80', 'a/b', 'ä.org', `${'a.'.repeat(127)}a`, 5]) {
    t.throws(() => hostPattern(value, 'host'), { name: 'TypeError', message: /^host: / }, String(value))
  }
})

t.test('an OID is written with dots, without leading zeros', async (t) => {
  t.equal(objectIdentifier('2.5.29.37.0', 'usage'), '2.5.29.37.0')
  t.ok(isObjectIdentifier('1.0'))
  for (const value of ['2', '3.1', '1.02', '1..2', 'clientauth', ' 1.2', '', 5, ['1.2']]) {
    t.throws(() => objectIdentifier(value, 'usage'),
      mistake(`usage: ${show(value)} is not an OID ('1.3.6.1.5.5.7.3.2')`))
  }
})

t.test('true and false are booleans', async (t) => {
  t.strictSame([boolean(true, 'x'), boolean(false, 'x')], [true, false])
  for (const value of ['false', 0, null, undefined]) {
    t.throws(() => boolean(value, 'x'), mistake(`x: ${show(value)} is not true or false`))
  }
})
