import t from 'tap'
import { HashSlots } from '../../../lib/site/mapping/hash-slots.js'

function numbersUnder (slots: HashSlots, hash: number): number[] {
  const numbers: number[] = []
  for (let slot = slots.first(hash); slot !== -1; slot = slots.next(hash, slot)) numbers.push(slots.at(slot))
  return numbers
}

t.test('numbers are found under their hash, in the order in which they came', async (t) => {
  const slots = new HashSlots()
  t.equal(slots.isEmpty, true)
  t.strictSame(numbersUnder(slots, 0), [])
  for (const [hash, number] of [[7, 0], [7, 5], [0xffffffff, 1], [7, 0xfffffffe]] as const) slots.add(hash, number)
  t.equal(slots.isEmpty, false)
  t.strictSame(numbersUnder(slots, 7), [0, 5, 0xfffffffe])
  t.strictSame(numbersUnder(slots, 0xffffffff), [1])
})

t.test('a hash that belongs in the same slot is another one', async (t) => {
  const slots = new HashSlots()
  for (const hash of [1, 17, 1, 0x80000001]) slots.add(hash, hash)
  t.strictSame(numbersUnder(slots, 1), [1, 1])
  t.strictSame(numbersUnder(slots, 17), [17])
  t.strictSame(numbersUnder(slots, 0x80000001), [0x80000001])
  t.strictSame(numbersUnder(slots, 33), [])
})

t.test('none of many is lost, also where they all have one slot at first', async (t) => {
  const slots = new HashSlots()
  const count = 2_000
  for (let index = 0; index < count; index++) slots.add(index * 16, index)
  t.ok(Array.from({ length: count }, (_, index) => numbersUnder(slots, index * 16)).every((found, index) => {
    return found.length === 1 && found[0] === index
  }))
})
