import t from 'tap'
import { BoundedCache } from '../../lib/trust/bounded-cache.js'

t.test('what was asked for last is kept', async (t) => {
  const cache = new BoundedCache<number>(2)
  cache.set('a', 1)
  cache.set('b', 2)
  t.equal(cache.get('a'), 1)
  cache.set('c', 3)
  t.same(['a', 'b', 'c'].map((key) => cache.get(key)), [1, undefined, 3])
})

t.test('a value that is set again takes the place of the first', async (t) => {
  const cache = new BoundedCache<number>(1)
  cache.set('a', 1)
  cache.set('a', 2)
  t.equal(cache.get('a'), 2)
})

t.test('false is a value that is remembered', async (t) => {
  const cache = new BoundedCache<boolean>(1)
  cache.set('a', false)
  t.equal(cache.get('a'), false)
})

t.test('a size of 0 remembers nothing', async (t) => {
  const cache = new BoundedCache<number>(0)
  cache.set('a', 1)
  t.equal(cache.get('a'), undefined)
})

t.test('values beyond the weight push out those that were not asked for longest', async (t) => {
  const cache = new BoundedCache<number>(1_000, 640)
  for (let value = 0; value < 100; value++) {
    cache.set(`${value}`, value, 10)
    t.ok(cache.weight <= 640)
  }
  t.equal(cache.weight, 640)
  t.equal(cache.get('35'), undefined)
  t.equal(cache.get('36'), 36)
})

t.test('a value that takes more than a 64th is not remembered, nor what was there before', async (t) => {
  const cache = new BoundedCache<number>(10, 640)
  cache.set('a', 1, 10)
  cache.set('b', 2, 10)
  cache.set('a', 3, 11)
  t.same(['a', 'b'].map((key) => cache.get(key)), [undefined, 2])
  t.equal(cache.weight, 10)
})

t.test('a value weighs as much as its key unless told, and keys of 4 MiB are remembered', async (t) => {
  const cache = new BoundedCache<true>(1_000)
  for (let index = 0; index < 100; index++) cache.set(String(index).padEnd(65_536), true)
  t.equal(cache.weight, 4 * 1024 * 1024)
  cache.set(' '.repeat(65_537), true)
  t.equal(cache.get(' '.repeat(65_537)), undefined)
})
