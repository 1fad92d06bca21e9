import t from 'tap'
import { userEntries } from '../../../lib/command/users/user-entries.js'

t.test('users come in their order, whichever way they are given', async (t) => {
  const al = { issuerCN: 'x' }
  for (const users of [{ Al: al }, [['Al', al]] as const, new Map([['Al', al]])]) {
    t.same(userEntries({ virtualRoots: {}, users }), [['Al', al]])
  }
  t.same(userEntries({ virtualRoots: {} }), [])
  for (const users of [5, null] as never[]) {
    t.throws(() => userEntries({ virtualRoots: {}, users }), { name: 'TypeError', message: /^users: .* is not a plain object$/ })
  }
})
