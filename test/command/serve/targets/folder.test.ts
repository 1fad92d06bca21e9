import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Fastify from 'fastify'
import t from 'tap'
import { serveFolder } from '../../../../lib/command/serve/targets/folder.js'
import { temporaryFolder } from '../../../support/temporary-folder.js'

const folder = await temporaryFolder(t, { secret: 'secret' })
for (const name of ['www/below', 'www-data']) await mkdir(join(folder, name), { recursive: true })
for (const [name, content] of Object.entries({
  'www/default.htm': 'welcome', 'www/below/page.txt': 'the page', 'www/.hidden': 'hidden', 'www-data/page.txt': 'a neighbour'
})) await writeFile(join(folder, name), content)
for (const [name, target] of [
  ['inside', 'below/page.txt'], ['outside', '../secret'], ['neighbour', '../www-data/page.txt']
] as const) await symlink(target, join(folder, 'www', name))
await symlink('www', join(folder, 'linked'))

for (const [path, status, answer] of [
  ['/Reports/', 200, 'welcome'],
  ['/Reports', 301, ''],
  ['/Reports/below/page.txt', 200, 'the page'],
  ['/Reports/inside', 200, 'the page'],
  ['/Reports/outside', 403, /Forbidden/],
  ['/Reports/neighbour', 403, /Forbidden/],
  ['/Reports/.hidden', 403, /Forbidden/],
  ['/Reports/below/', 404, /Not Found/],
  ['/Reports/none', 404, /Not Found/]
] as const) {
  for (const root of ['www', 'linked']) {
    t.test(`${path} of the folder ${root} is ${status}`, async (t) => {
      const app = Fastify()
      t.teardown(() => app.close())
      await serveFolder(app, '/Reports', join(folder, root))
      const { statusCode, body } = await app.inject(path)
      t.match([statusCode, body], [status, answer])
    })
  }
}

t.test('the folder may be the whole of what there is', async (t) => {
  const app = Fastify()
  t.teardown(() => app.close())
  await serveFolder(app, '/All', '/')
  const { statusCode, body } = await app.inject(`/All${join(folder, 'www/below/page.txt')}`)
  t.same([statusCode, body], [200, 'the page'])
})
