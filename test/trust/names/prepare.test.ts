import t from 'tap'
import { prepareForComparison } from '../../../lib/trust/names/prepare.js'

t.test('case and insignificant blanks do not count', async (t) => {
  const equal: Array<readonly [string, string]> = [
    ['Good CA', 'gOOD ca'],
    ['  Good   CA  ', 'Good CA'],
    ['Good\u00a0CA', 'Good CA'],
    ['Good\tCA\n', 'Good CA'],
    ['', '   '],
    ['MÜLLER', 'müller'],
    ['STRASSE', 'straße'],
    ['STRASSE', 'STRAẞE'],
    ['ΣΊΣΥΦΟΣ', 'σίσυφος'],
    ['ﬁle', 'FILE'],
    ['Å', 'A\u030a'],
    ['Ａ', 'a']
  ]
  for (const [one, other] of equal) t.equal(prepareForComparison(one), prepareForComparison(other), `${one} = ${other}`)
})

t.test('anything else does', async (t) => {
  const different: Array<readonly [string, string]> = [
    ['Good CA', 'GoodCA'],
    ['a', 'b'],
    ['Müller', 'Muller'],
    ['ılgın', 'ilgin'],
    ['a\u0001b', 'ab'],
    ['a\u200bb', 'ab'],
    ['а' /* Cyrillic */, 'a']
  ]
  for (const [one, other] of different) {
    t.not(prepareForComparison(one), prepareForComparison(other), `${one} ≠ ${other}`)
  }
})

t.test('what is prepared stays as it is', async (t) => {
  for (const text of ['good ca', 'ΑΙ ᾳ', 'İstanbul', 'ǰ ẞ ŉ', 'ﬀ ℌ ㎏']) {
    const prepared = prepareForComparison(text)
    t.equal(prepareForComparison(prepared), prepared, text)
  }
})
