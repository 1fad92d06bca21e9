import t from 'tap'
import { resultOf, withResult } from '../../../lib/trust/path/key-results.js'

t.test('each key has its result, and a key that was not tried has none', async (t) => {
  const one = withResult(undefined, 'a', true)
  const both = withResult(one, 'b', false)
  t.strictSame(['a', 'b', 'c'].map((key) => resultOf(both, key)), [true, false, undefined])
  t.strictSame(['a', 'b'].map((key) => resultOf(one, key)), [true, undefined], 'a list stays what it is')
  t.equal(resultOf(undefined, 'a'), undefined)
  t.strictSame([one.count, both.count], [1, 2])
})
