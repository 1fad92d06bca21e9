import t from 'tap'
import { someValue, someValueLike } from '../../../lib/site/mapping/condition.js'
import { attributes, issuerCN } from '../../../lib/site/mapping/facets.js'

t.test('a value, or one of the others, is shown', async (t) => {
  const condition = someValue(issuerCN, 'a', 'b')
  t.strictSame(['a', 'b', 'c', ''].map((value) => condition.fits(new Set([value]))), [true, true, false, false])
  t.equal(condition.fits(new Set(['c', 'b'])), true)
  t.equal(condition.fits(new Set()), false)
  t.strictSame(condition.values, ['a', 'b'])
  t.equal(condition.asked, 'a')
})

t.test('a value is shown that passes the test', async (t) => {
  const condition = someValueLike(issuerCN, 'a*', (value) => value.startsWith('a'))
  t.equal(condition.fits(new Set(['b', 'ab'])), true)
  t.equal(condition.fits(new Set(['b'])), false)
  t.equal(condition.fits(new Set()), false)
  t.equal(condition.values, null)
  t.equal(condition.asked, 'a*')
})

t.test('conditions that ask for the same have the same id, and no others', async (t) => {
  const test = (): boolean => true
  t.equal(someValue(issuerCN, 'a').id, someValue(issuerCN, 'a', 'b').id)
  const others = [
    someValue(issuerCN, 'a'), someValue(issuerCN, 'b'), someValue(attributes.exact.subject, 'a'),
    someValue(attributes.folded.subject, 'a'), someValueLike(issuerCN, 'a', test), someValueLike(issuerCN, 'a*', test)
  ]
  t.equal(new Set(others.map(({ id }) => id)).size, others.length)
})
