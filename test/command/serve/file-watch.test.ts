import { rename, rm, writeFile } from 'node:fs/promises'
import { once, EventEmitter } from 'node:events'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
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

t.test('once closed it watches nothing, whatever it was about to follow', async (t) => {
  const folder = await temporaryFolder(t, { site: '1', other: '1' })
  const [site, other] = [join(folder, 'site'), join(folder, 'other')]
  const create = (): FileWatch => new FileWatch(() => t.fail('it watches'), (error) => t.fail(String(error)))
  const begin = async (): Promise<FileWatch> => {
    const watch = create()
    await watch.follow([site])
    return watch
  }
  await create().close()
  const before = await begin()
  await before.close()
  await before.follow([other])
  const meanwhile = await begin()
  await Promise.all([meanwhile.follow([other]), meanwhile.close()])
  const beginning = create()
  const following = beginning.follow([site])
  await setImmediate()
  await Promise.all([beginning.close(), following])
  while (process.getActiveResourcesInfo().includes('FSEventWrap')) await setImmediate()
  t.pass('nothing keeps the process')
})
