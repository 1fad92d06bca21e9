import t from 'tap'
import { NamePositions } from '../../lib/site/name-positions.js'

function positionsOf (...names: string[]): { positions: NamePositions, former: Array<number | undefined> } {
  const list: Array<{ name: string }> = []
  const positions = new NamePositions(list)
  const former = names.map((name) => {
    const position = positions.addNext(name)
    list.push({ name })
    return position
  })
  return { positions, former }
}

t.test('a name is found where it is in the list, whatever its case', async (t) => {
  const { positions, former } = positionsOf('Alice', 'Bob', 'ÄGIDIUS', '')
  t.strictSame(former, [undefined, undefined, undefined, undefined])
  t.strictSame(['alice', 'BOB', 'ägidius', '', 'Alic', 'Alice ', 'lice'].map((name) => positions.get(name)),
    [0, 1, 2, 3, undefined, undefined, undefined])
})

t.test('a name that was added before stays where it is', async (t) => {
  const { positions, former } = positionsOf('Alice', 'Bob', 'ALICE')
  t.strictSame(former, [undefined, undefined, 0])
  t.equal(positions.get('Alice'), 0)
})

t.test('names are told apart by all of their units, halves of surrogate pairs among them', async (t) => {
  const names = ['\ud83d', '\ud83e', 'a', '\u0161', '\u6100', 'x'.repeat(1_000), `${'x'.repeat(999)}y`]
  const { positions } = positionsOf(...names)
  t.strictSame(names.map((name) => positions.get(name)), [...names.keys()])
})

t.test('a hundred thousand names are told apart', async (t) => {
  const names = Array.from({ length: 100_000 }, (_, index) => `User ${index}`)
  const { positions } = positionsOf(...names)
  t.ok(names.every((name, index) => positions.get(name) === index))
  t.equal(positions.get('User 100000'), undefined)
})
