import t from 'tap'
import { Command } from 'commander'
import { declareSiteFileOptions, rejectRegistryOptions } from '../../../lib/command/site-file/site-file-options.js'

t.test('files can be named more than once', async (t) => {
  const verb = declareSiteFileOptions(new Command())
  verb.parse(['--anchors', 'a', '--anchors', 'b', '--define', 'X=1'], { from: 'user' })
  t.same(verb.opts(), { anchors: ['a', 'b'], define: ['X=1'] })
})

t.test('only a registry file holds several sites, and IF', async (t) => {
  t.doesNotThrow(() => rejectRegistryOptions('a.json', { anchors: [] }))
  t.throws(() => rejectRegistryOptions('a.json', { site: 'x' }), { message: 'a.json: --site is for .reg files' })
  t.throws(() => rejectRegistryOptions('a.json', { define: ['x'] }), { message: 'a.json: --define is for .reg files' })
})
