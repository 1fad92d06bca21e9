import t from 'tap'
import { isUrl, partTargets } from '../../../lib/command/site-file/targets.js'

t.test('what roots serve is parted from what they ask', async (t) => {
  const { options, targets } = partTargets({
    virtualRoots: { '/a': { authentication: 1, folder: 'www' }, '/b': { permissions: 1 } }, adminUsers: 'Al'
  } as never)
  t.same(options, { virtualRoots: { '/a': { authentication: 1 }, '/b': { permissions: 1 } }, adminUsers: 'Al' })
  t.same([...targets], [['/a', { folder: 'www' }]])
})

t.test('what is wrong with a site is left for others to complain of', async (t) => {
  for (const options of [{}, { virtualRoots: 5 }, { virtualRoots: [] }, { virtualRoots: { '/a': null, '/b': [] } }]) {
    t.same(partTargets(options as never), { options, targets: new Map() })
  }
})

t.test('a URL has a scheme, a path of a device has a drive at most', async (t) => {
  for (const text of ['http://127.0.0.1:9000', 'HTTPS://x', 'ftp://x', 'coap+tcp://x']) t.ok(isUrl(text), text)
  for (const text of ['\\windows\\www', 'c:\\www', 'c://www', '127.0.0.1:9000', 'www/http://x', '']) t.notOk(isUrl(text), text)
})
