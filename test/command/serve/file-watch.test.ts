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

t.test('what is not there, or stands below a file, is waited for', async (t) => {
  const folder = await temporaryFolder(t, { site: '1' })
  const changes = new EventEmitter()
  const watch = new FileWatch(() => changes.emit('change'), (error) => t.fail(String(error)))
  t.teardown(() => watch.close())
  await watch.follow([join(folder, 'anchors.pem'), join(folder, 'site/store')])
  const changed = once(changes, 'change')
  await writeFile(join(folder, 'anchors.pem'), '1')
  await changed
  t.pass('it has come')
})

for (const [when, wait] of [['at once', async () => undefined], ['while it begins', hasWatcher]] as const) {
  t.test(`who is told of other files ${when} watches these alone`, async (t) => {
    const folder = await temporaryFolder(t, { other: '1' })
    const former = await temporaryFolder(t, { site: '1' })
    const changes = new EventEmitter()
    const watch = new FileWatch(() => changes.emit('change'), (error) => t.fail(String(error)))
    const first = watch.follow([join(former, 'site')])
    await wait()
    await Promise.all([first, watch.follow([join(folder, 'other')])])
    const changed = once(changes, 'change')
    await writeFile(join(folder, 'other'), '22')
    await changed
    await watch.close()
    await noWatcher()
    t.pass('nothing keeps the process')
  })
}

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
  await noWatcher()
  t.pass('nothing keeps the process')
})

async function hasWatcher (): Promise<void> {
  while (!isWatching()) await setImmediate()
}

async function noWatcher (): Promise<void> {
  while (isWatching()) await setImmediate()
}

function isWatching (): boolean {
  return process.getActiveResourcesInfo().includes('FSEventWrap')
}
