import { utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { loadModule } from '../../lib/command/load-module.js'
import { temporaryFolder } from '../support/temporary-folder.js'

t.test('a module is run once, and again when it has changed', async (t) => {
  const path = join(await temporaryFolder(t, { 'a.mjs': 'export const value = {}' }), 'a.mjs')
  const first = await loadModule(path)
  t.equal((await loadModule(path))['value'], first['value'])
  await writeFile(path, 'export const value = 2')
  await utimes(path, 1, 1)
  t.equal((await loadModule(path))['value'], 2)
})

t.test('one that is not there, or fails, is told in one sentence', async (t) => {
  const folder = await temporaryFolder(t, { 'a.mjs': 'throw new Error("one\\ntwo")' })
  await t.rejects(loadModule(join(folder, 'a.mjs')), { name: 'CommandError', message: /a\.mjs: it can't be loaded \(Error: one\)$/ })
  await t.rejects(loadModule(join(folder, 'b.mjs')), { name: 'CommandError', message: /b\.mjs: it can't be loaded/ })
})
