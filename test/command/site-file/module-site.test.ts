import { join } from 'node:path'
import t from 'tap'
import { readModuleSite } from '../../../lib/command/site-file/module-site.js'
import { temporaryFolder } from '../../support/temporary-folder.js'

const site = '{ virtualRoots: {} }'
const none = new Uint8Array()

t.test('a module exports a site as default or by name', async (t) => {
  const folder = await temporaryFolder(t, {
    'default.mjs': `export default ${site}`, 'named.mjs': `export const site = ${site}`, 'site.cjs': `module.exports = ${site}`
  })
  for (const name of ['default.mjs', 'named.mjs', 'site.cjs']) {
    const path = join(folder, name)
    const { options, places } = await readModuleSite(path, none, {})
    t.same(options, { virtualRoots: {} }, name)
    t.same(places.of('virtualRoots: wrong'), { file: path })
  }
})

t.test('a module that exports none, or fails, is told in one sentence', async (t) => {
  const folder = await temporaryFolder(t, { 'none.mjs': 'export const a = 1', 'throws.mjs': 'throw new Error("one\\ntwo")' })
  const path = (name: string): string => join(folder, name)
  await t.rejects(readModuleSite(path('none.mjs'), none, {}), {
    name: 'CommandError', message: `${path('none.mjs')}: it exports no site; export it as default, or as 'site'`
  })
  await t.rejects(readModuleSite(path('throws.mjs'), none, {}), {
    name: 'CommandError', message: `${path('throws.mjs')}: it can't be loaded (Error: one)`
  })
})
