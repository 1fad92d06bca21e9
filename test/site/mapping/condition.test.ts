import t from 'tap'
import { someValue, someValueLike, textsOf, type Wildcard } from '../../../lib/site/mapping/condition.js'
import { attributesOf, issuerCN } from '../../../lib/site/mapping/facets.js'

t.test('a value, or one of the others, is shown', async (t) => {
  const condition = someValue(issuerCN, 'a', 'b')
  t.strictSame(['a', 'b', 'c', '', null].map((value) => condition.fits(new Set([value]))), [true, true, false, false, false])
  t.equal(condition.fits(new Set(['c', 'b'])), true)
  t.equal(condition.fits(new Set()), false)
  t.equal(someValue(issuerCN, 'a', null).fits(new Set([null])), true)
  t.strictSame(condition.values, ['a', 'b'])
  t.equal(condition.asked, 'a')
})

t.test('a text is shown that is accepted, or one of the others', async (t) => {
  const wildcard = { accepts: (text: string) => text.startsWith('a'), others: ['x'] }
  const condition = someValueLike(issuerCN, 'a*', wildcard)
  for (const [shown, expected] of [
    [['b', 'ab'], true], [['b', 'x'], true], [['b', 'xx', null], false], [[], false]
  ] as const) t.equal(condition.fits(new Set(shown)), expected, shown.join())
  t.equal(condition.values, null)
  t.equal(condition.asked, 'a*')
  t.equal(condition.wildcard, wildcard)
})

t.test('what can\'t be read is no text, and is accepted by no wildcard', async (t) => {
  t.strictSame(textsOf(['a', null, '', 'b']), ['a', '', 'b'])
  const any = someValueLike(issuerCN, '*', { accepts: () => true, others: [] })
  t.strictSame([[null], ['']].map((shown) => any.fits(new Set(shown))), [false, true])
})

t.test('conditions that ask for the same have the same id, and no others', async (t) => {
  const any: Wildcard = { accepts: () => true, others: [] }
  t.equal(someValue(issuerCN, 'a').id, someValue(issuerCN, 'a', 'b').id)
  const others = [
    someValue(issuerCN, 'a'), someValue(issuerCN, 'b'), someValue(attributesOf('subject', '2.5.4.3', true), 'a'),
    someValue(attributesOf('subject', '2.5.4.3', false), 'a'), someValue(attributesOf('subject', '2.5.4.4', true), 'a'),
    someValue(attributesOf('issuer', '2.5.4.3', true), 'a'), someValueLike(issuerCN, 'a', any), someValueLike(issuerCN, 'a*', any)
  ]
  t.equal(new Set(others.map(({ id }) => id)).size, others.length)
})
