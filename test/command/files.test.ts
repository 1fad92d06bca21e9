import { readFile, stat } from 'node:fs/promises'
import t from 'tap'
import { fileError, readNamedFile, writeNewFile } from '../../lib/command/files.js'
import { temporaryFolder } from '../support/temporary-folder.js'

t.test('a file is read, and what keeps it from being read is told in words', async (t) => {
  const folder = await temporaryFolder(t, { full: 'x', empty: '' })
  t.same(await readNamedFile(`${folder}/full`), Buffer.from('x'))
  await t.rejects(readNamedFile(`${folder}/empty`), { name: 'CommandError', message: `${folder}/empty: it is empty` })
  await t.rejects(readNamedFile(`${folder}/${'x'.repeat(300)}`), { name: 'CommandError', message: /ENAMETOOLONG/ })
})

t.test('a new file is written, and what is missing or in the way is told in words', async (t) => {
  const folder = await temporaryFolder(t, { full: 'x' })
  await writeNewFile(`${folder}/new`, 'y', 0o600)
  t.equal(await readFile(`${folder}/new`, 'utf8'), 'y')
  t.equal((await stat(`${folder}/new`)).mode & 0o777, 0o600)
  for (const [name, complaint] of [
    ['full', 'it is there already, and nothing is overwritten'],
    ['none/deep/new', `there is no folder ${folder}/none/deep; make it first`],
    ['full/new', 'there is no such folder']
  ] as const) {
    const path = `${folder}/${name}`
    await t.rejects(writeNewFile(path, 'z'), { name: 'CommandError', message: `${path}: ${complaint}` }, name)
  }
  t.equal(await readFile(`${folder}/full`, 'utf8'), 'x')
})

t.test('an error that the system has no code for is told as it is', async (t) => {
  t.equal(fileError('x', Object.assign(new Error('odd'), { code: 'EACCES' })).message, 'x: it may not be read')
  t.equal(fileError('x', new Error('odd')).message, 'x: odd')
})
