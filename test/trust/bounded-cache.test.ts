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
