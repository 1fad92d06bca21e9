import t from 'tap'
import { IntermediateMemory } from '../../lib/connection/intermediate-memory.js'

const der = (size: number): Uint8Array[] => [new Uint8Array(size)]

t.test('intermediates that came once are there when the leaf comes alone', async (t) => {
  const memory = new IntermediateMemory()
  const received = der(3)
  t.equal(memory.complete('leaf', received), received)
  t.equal(memory.complete('leaf', []), received)
})

t.test('intermediates are never offered for another leaf', async (t) => {
  const memory = new IntermediateMemory()
  memory.complete('leaf', der(3))
  t.strictSame(memory.complete('other', []), [])
})

t.test('what came last replaces what came before', async (t) => {
  const memory = new IntermediateMemory()
  memory.complete('leaf', der(3))
  const received = der(4)
  memory.complete('leaf', received)
  t.equal(memory.complete('leaf', []), received)
})

t.test('the oldest leaf is forgotten when the bound is reached', async (t) => {
  const memory = new IntermediateMemory(10)
  memory.complete('first', der(4))
  memory.complete('second', der(4))
  memory.complete('first', der(4))
  memory.complete('third', der(4))
  t.strictSame(memory.complete('second', []), [], 'the first has come again since')
  t.equal(memory.complete('first', []).length, 1)
  t.equal(memory.complete('third', []).length, 1)
})

t.test('intermediates beyond the bound are used once, and push nobody out', async (t) => {
  const memory = new IntermediateMemory(10)
  memory.complete('leaf', der(10))
  const received = der(11)
  t.equal(memory.complete('huge', received), received)
  t.strictSame(memory.complete('huge', []), [])
  t.equal(memory.complete('leaf', []).length, 1)
})
