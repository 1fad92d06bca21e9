import t from 'tap'
import { restsOf, someValue, someValueLike, type Wildcard } from '../../../lib/site/mapping/condition.js'
import { attributes, issuerCN } from '../../../lib/site/mapping/facets.js'

t.test('a value, or one of the others, is shown', async (t) => {
  const condition = someValue(issuerCN, 'a', 'b')
  t.strictSame(['a', 'b', 'c', ''].map((value) => condition.fits(new Set([value]))), [true, true, false, false])
  t.equal(condition.fits(new Set(['c', 'b'])), true)
  t.equal(condition.fits(new Set()), false)
  t.strictSame(condition.values, ['a', 'b'])
  t.equal(condition.asked, 'a')
})

t.test('a value is shown that begins so, and whose rest is accepted', async (t) => {
  const wildcard = { beginning: 'x=', accepts: (rest: string) => rest.startsWith('a'), others: ['x'] }
  const condition = someValueLike(issuerCN, 'a*', wildcard)
  for (const [shown, expected] of [
    [['b', 'x=ab'], true], [['x=b', 'x'], true], [['x=b', 'ab', 'y=ab'], false], [[], false]
  ] as const) t.equal(condition.fits(new Set(shown)), expected, shown.join())
  t.equal(condition.values, null)
  t.equal(condition.asked, 'a*')
  t.equal(condition.wildcard, wildcard)
})

t.test('the rests are those of the values that begin so', async (t) => {
  t.strictSame(restsOf(['x=a', 'x=', 'x', 'xx=b', 'x=c'], 'x='), ['a', '', 'c'])
})

t.test('conditions that ask for the same have the same id, and no others', async (t) => {
  const any: Wildcard = { beginning: '', accepts: () => true, others: [] }
  t.equal(someValue(issuerCN, 'a').id, someValue(issuerCN, 'a', 'b').id)
  const others = [
    someValue(issuerCN, 'a'), someValue(issuerCN, 'b'), someValue(attributes.exact.subject, 'a'),
    someValue(attributes.folded.subject, 'a'), someValueLike(issuerCN, 'a', any), someValueLike(issuerCN, 'a*', any)
  ]
  t.equal(new Set(others.map(({ id }) => id)).size, others.length)
})
