import { join } from 'node:path'
import Fastify from 'fastify'
import t from 'tap'
import { serveModule } from '../../../../lib/command/serve/targets/module.js'
import { temporaryFolder } from '../../../support/temporary-folder.js'

const skipOverride = "[Symbol.for('skip-override')]: true"
const plugin = "async (app) => { app.get('/who', async () => 'Alice') }"
const folder = await temporaryFolder(t, {
  'default.mjs': `export default ${plugin}`,
  'named.mjs': `export const plugin = ${plugin}`,
  'wrapped.mjs': `export default Object.assign(${plugin}, { ${skipOverride} })`,
  'common.cjs': `module.exports = ${plugin}`,
  'number.mjs': 'export default 5',
  'nothing.mjs': 'export const site = {}',
  'broken.mjs': 'throw new Error("no database")'
})

for (const name of ['default.mjs', 'named.mjs', 'wrapped.mjs', 'common.cjs']) {
  t.test(`a plugin's routes lie below the root: ${name}`, async (t) => {
    const app = Fastify()
    t.teardown(() => app.close())
    await serveModule(app, '/Accounts', join(folder, name))
    t.match(await app.inject('/Accounts/who'), { statusCode: 200, body: 'Alice' })
    t.match(await app.inject('/who'), { statusCode: 404 })
  })
}

for (const [name, complaint] of [
  ['number.mjs', /number\.mjs: it exports no Fastify plugin; export the function as default, or as 'plugin'/],
  ['nothing.mjs', /nothing\.mjs: it exports no Fastify plugin/],
  ['broken.mjs', /broken\.mjs: it can't be loaded \(Error: no database\)/]
] as const) {
  t.test(`what is no plugin is told in one sentence: ${name}`, async (t) => {
    await t.rejects(serveModule(Fastify(), '/Accounts', join(folder, name)), { name: 'CommandError', message: complaint })
  })
}
