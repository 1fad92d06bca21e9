import t from 'tap'
import * as testing from '../lib/testing.js'

t.test('what tests of apps need is exported, and nothing else', async (t) => {
  t.strictSame(Object.keys(testing).sort(), ['TestAuthority', 'assertEveryRouteIsGoverned', 'createAuthority', 'inject'])
})
