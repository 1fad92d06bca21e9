import t from 'tap'
import { OctetsMap } from '../../../lib/site/mapping/octets-map.js'

function octets (...bytes: number[]): Uint8Array {
  return Uint8Array.from(bytes)
}

t.test('a value is found under its number and its octets alone', async (t) => {
  const map = new OctetsMap()
  t.equal(map.get(0, octets(1, 2)), undefined, 'an empty one has nothing')
  t.equal(map.add(0, octets(1, 2), 0, 7), undefined)
  t.equal(map.get(0, octets(1, 2)), 7)
  for (const [number, other] of [
    [1, octets(1, 2)], [0xffffffff, octets(1, 2)], [0, octets(1)], [0, octets(1, 2, 0)], [0, octets(0, 1, 2)],
    [0, octets(1, 3)], [0, octets()]
  ] as const) t.equal(map.get(number, other), undefined, `${number}, ${other}`)
})

t.test('a value that is kept stays', async (t) => {
  const map = new OctetsMap()
  t.equal(map.add(5, octets(1), 0, 0), undefined)
  t.equal(map.add(5, octets(1), 0, 9), 0)
  t.equal(map.get(5, octets(1)), 0)
  t.equal(map.add(6, octets(1), 0, 0xffffffff), undefined)
  t.equal(map.get(6, octets(1)), 0xffffffff)
})

t.test('octets before the start do not count, and none at all are a key too', async (t) => {
  const map = new OctetsMap()
  map.add(0, octets(0, 0, 1), 2, 1)
  map.add(0, octets(0), 1, 2)
  t.equal(map.get(0, octets(1)), 1)
  t.equal(map.get(0, octets(9, 1), 1), 1)
  t.equal(map.get(0, octets()), 2)
})

t.test('what the octets become afterwards does not matter', async (t) => {
  const map = new OctetsMap()
  const key = octets(1, 2, 3)
  map.add(0, key, 0, 1)
  key.fill(9)
  t.equal(map.get(0, octets(1, 2, 3)), 1)
  t.equal(map.get(0, key), undefined)
})

t.test('a hundred thousand keys, some of them long, are told apart', async (t) => {
  const map = new OctetsMap()
  const lengthOf = (index: number): number => index % 997 === 0 ? 3_000 : 1
  const keys = Array.from({ length: 100_000 }, (_, index) => Buffer.from(`${index}`.padEnd(lengthOf(index))))
  for (const [index, key] of keys.entries()) map.add(index % 3, key, 0, index)
  t.ok(keys.every((key, index) => map.get(index % 3, key) === index))
  t.notOk(keys.some((key, index) => map.get((index + 1) % 3, key) !== undefined))
})
