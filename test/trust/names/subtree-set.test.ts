import t from 'tap'
import { SubtreeSet } from '../../../lib/trust/names/subtree-set.js'

t.test('a name is covered if one of its keys is in the set', async (t) => {
  const subtrees = new SubtreeSet()
  t.notOk(subtrees.covers(['a', '']))
  subtrees.add('b.c')
  t.ok(subtrees.covers(['a.b.c', 'b.c', 'c']))
  t.notOk(subtrees.covers(['a.b.d', 'b.d', 'd']), 'a key of the same length')
  t.notOk(subtrees.covers(['c', '']), 'keys of other lengths')
  t.notOk(subtrees.covers([]))
  subtrees.add('')
  t.ok(subtrees.covers(['d', '']))
})
