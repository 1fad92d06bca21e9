import t from 'tap'
import { namedBits } from '../lib/bits.js'

const Colour = namedBits({ BLUE: 0x4, RED: 0x1, HIGHEST: 0x80000000 })

t.test('bits are named in ascending order of their values', async (t) => {
  t.same(Colour.namesOf(0x80000005), ['RED', 'BLUE', 'HIGHEST'])
  t.same(Colour.namesOf(0), [])
})

t.test('a bit without a name is given in hexadecimal, after the names', async (t) => {
  t.same(Colour.namesOf(0x40000013), ['RED', '0x2', '0x10', '0x40000000'])
})

t.test('ALL is every named bit, without a sign', async (t) => {
  t.equal(Colour.ALL, 0x80000005)
})

t.test('the family holds its bits alone, and nobody can change it', async (t) => {
  t.same(Object.entries(Colour), [['BLUE', 4], ['RED', 1], ['HIGHEST', 0x80000000]])
  t.throws(() => Object.assign(Colour, { RED: 2 }), TypeError)
})
