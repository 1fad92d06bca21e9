import { rename, rm, writeFile } from 'node:fs/promises'
import { once, EventEmitter } from 'node:events'
import { join } from 'node:path'
import t from 'tap'
import { FileWatch } from '../../../lib/command/serve/file-watch.js'
import { temporaryFolder } from '../../support/temporary-folder.js'

t.test('a file is followed through every kind of change, and a folder for what is in it', async (t) => {
  const folder = await temporaryFolder(t, { site: '1', other: '1' })
  const store = await temporaryFolder(t)
  const site = join(folder, 'site')
  const changes = new EventEmitter()
  const watch = new FileWatch(() => changes.emit('change'), (error) => t.fail(String(error)))
  t.teardown(() => watch.close())
  await watch.follow([site, store])
  for (const [name, change] of [
    ['written', () => writeFile(site, '22')],
    ['taken away', () => rm(site)],
    ['put back', () => writeFile(site, '333')],
    ['exchanged', async () => { await writeFile(`${site}.new`, '4444'); await rename(`${site}.new`, site) }],
    ['added to the folder', () => writeFile(join(store, 'a.pem'), '1')]
  ] as const) {
    const changed = once(changes, 'change')
    await change()
    await changed
    t.pass(name)
  }
  await watch.follow([site, store])
  await watch.follow([join(folder, 'other')])
  const changed = once(changes, 'change')
  await writeFile(join(folder, 'other'), '22')
  await changed
  t.pass('another file instead')
})
