import { mkdir, readdir, readFile, stat, symlink, truncate, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { CacheFolder, type KeptAnswer } from '../../lib/revocation-sources/cache-folder.js'
import { temporaryFolder } from '../support/temporary-folder.js'

function answer (content = 'answer', etag: string | null = '"a"', lastModified: string | null = null): KeptAnswer {
  return { content: Buffer.from(content), etag, lastModified }
}

t.test('what was written is there after a restart', async (t) => {
  const path = join(await temporaryFolder(t), 'a', 'b')
  await new CacheFolder(path, 10_000, 10).write('crl http://a/', answer('a\nb', null, 'Mon'))
  const folder = new CacheFolder(path, 10_000, 10)
  t.same(await folder.read('crl http://a/'), answer('a\nb', null, 'Mon'))
  t.equal(await folder.read('crl http://b/'), null)
  await folder.write('crl http://a/', answer('c'))
  t.same(await folder.read('crl http://a/'), answer('c'))
})

t.test('nobody else can read it', async (t) => {
  const path = join(await temporaryFolder(t), 'cache')
  const folder = new CacheFolder(path, 10_000, 10)
  await folder.write('key', answer())
  const [name] = await readdir(path)
  t.equal((await stat(path)).mode & 0o777, 0o700)
  t.equal((await stat(join(path, name!))).mode & 0o777, 0o600)
})

t.test('a file that is damaged, or of somebody else, is no file', async (t) => {
  const path = await temporaryFolder(t)
  const folder = new CacheFolder(path, 10_000, 10)
  await folder.write('key', answer())
  const [name] = await readdir(path)
  const file = join(path, name!)
  const good = await readFile(file)
  const text = good.toString()
  for (const [damage, content] of [
    ['another content', text.replace(/answer$/, 'Answer')],
    ['cut short', good.subarray(0, -1)],
    ['longer', text + 'x'],
    ['the header alone', text.replace(/\n.*/s, '')],
    ['no JSON', `x${text}`],
    ['null', `null${text.slice(text.indexOf('\n'))}`],
    ['a text', `"key"${text.slice(text.indexOf('\n'))}`],
    ['another key', text.replace('"key":"key"', '"key":"other"')],
    ['nothing', ''],
    ['too large', text + 'x'.repeat(200_000)]
  ] as const) {
    await writeFile(file, content)
    t.equal(await folder.read('key'), null, damage)
  }
  await writeFile(file, text.replace('"etag":"\\"a\\""', '"etag":5'))
  t.same(await folder.read('key'), answer('answer', null), 'an etag that is none')
  await writeFile(file, good)
  await truncate(file, good.length - 2)
  await folder.write('key', answer('new'))
  t.same(await folder.read('key'), answer('new'), 'it is written anew')
})

t.test('what was written last stays, up to the number and the size that are allowed', async (t) => {
  const path = await temporaryFolder(t)
  for (const [size, count] of [[100_000, 2], [2_500, 100]] as const) {
    const folder = new CacheFolder(join(path, `${size}`), size, count)
    for (const key of ['a', 'b', 'c', 'b', 'd']) await folder.write(key, answer('x'.repeat(1000)))
    const there = await Promise.all(['a', 'b', 'c', 'd'].map(async (key) => await folder.read(key) === null ? '' : key))
    t.equal(there.join(''), 'bd')
  }
})

t.test('what there is no room for at all is not kept', async (t) => {
  const folder = new CacheFolder(await temporaryFolder(t), 500, 10)
  await folder.write('key', answer('x'.repeat(1000)))
  t.equal(await folder.read('key'), null)
})

t.test('what an earlier run has left counts, the oldest first, and what it has not finished goes', async (t) => {
  const path = await temporaryFolder(t, { 'README.txt': 'mine' })
  const earlier = new CacheFolder(path, 10_000, 10)
  for (const key of ['a', 'b', 'c']) await earlier.write(key, answer(key))
  const old = new Date(Date.now() - 7_200_000)
  const files = await readdir(path)
  const nameOf = async (key: string): Promise<string> => {
    for (const name of files) if ((await readFile(join(path, name), 'utf8')).includes(`"key":"${key}"`)) return name
    return ''
  }
  const [a, b] = await Promise.all(['a', 'b'].map(nameOf))
  await utimes(join(path, b!), old, old)
  const unfinished = ['00000000-0000-0000-0000-000000000000', '11111111-0000-0000-0000-000000000000'].map((id) => `${a}.${id}`)
  for (const name of unfinished) await writeFile(join(path, name), 'x')
  await utimes(join(path, unfinished[0]!), old, old)
  const folder = new CacheFolder(path, 10_000, 3)
  await folder.write('d', answer('d'))
  t.same(await Promise.all(['a', 'b', 'c', 'd'].map(async (key) => (await folder.read(key))?.content.toString())),
    ['a', undefined, 'c', 'd'])
  const left = await readdir(path)
  t.notOk(left.includes(unfinished[0]!))
  t.ok(left.includes(unfinished[1]!) && left.includes('README.txt'))
})

t.test('what can\'t be read or written is told to who asks, and what comes later is not kept from it', async (t) => {
  const path = await temporaryFolder(t)
  const folder = new CacheFolder(path, 10_000, 10)
  await folder.write('key', answer())
  const [name] = await readdir(path)
  await mkdir(join(path, 'other'))
  await t.test('a folder in the place of a file', async (t) => {
    const other = new CacheFolder(join(path, 'other'), 10_000, 10)
    await mkdir(join(path, 'other', name!))
    await t.rejects(other.read('key'), { code: 'EISDIR' })
    await t.rejects(other.write('key', answer()), { code: 'EISDIR' })
    t.same(await readdir(join(path, 'other')), [name], 'nothing is left behind')
    await other.write('next', answer('next'))
    t.same(await other.read('next'), answer('next'))
  })
  await folder.written
})

t.test('a folder that can\'t be used stops the start', async (t) => {
  const path = await temporaryFolder(t, { file: 'x' })
  await symlink(join(path, 'nowhere', 'else'), join(path, 'link'))
  for (const name of ['file', 'file/below', 'link']) {
    t.throws(() => new CacheFolder(join(path, name), 1, 1), {
      name: 'TypeError', message: /^revocationSources.cacheFolder: .* can't be used/
    }, name)
  }
})
