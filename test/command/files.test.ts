import t from 'tap'
import { fileError, readNamedFile } from '../../lib/command/files.js'
import { temporaryFolder } from '../support/temporary-folder.js'

t.test('a file is read, and what keeps it from being read is told in words', async (t) => {
  const folder = await temporaryFolder(t, { full: 'x', empty: '' })
  t.same(await readNamedFile(`${folder}/full`), Buffer.from('x'))
  await t.rejects(readNamedFile(`${folder}/empty`), { name: 'CommandError', message: `${folder}/empty: it is empty` })
  await t.rejects(readNamedFile(`${folder}/${'x'.repeat(300)}`), { name: 'CommandError', message: /ENAMETOOLONG/ })
})

t.test('an error that the system has no code for is told as it is', async (t) => {
  t.equal(fileError('x', Object.assign(new Error('odd'), { code: 'EACCES' })).message, 'x: it may not be read')
  t.equal(fileError('x', new Error('odd')).message, 'x: odd')
})
