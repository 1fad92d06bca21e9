import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { readSiteFile } from '../../../lib/command/site-file/site-file.js'
import { temporaryFolder } from '../../support/temporary-folder.js'

t.test('the name of a file says what it holds', async (t) => {
  const folder = await temporaryFolder(t, {
    'a.REG': '[HKLM\\COMM\\HTTPD\\VROOTS\\/a]\n"P"=1',
    'a.json': '{ "virtualRoots": { "/a": { "permissions": 1 } } }',
    'a.mjs': 'export default { virtualRoots: { "/a": { permissions: 1 } } }'
  })
  for (const name of ['a.REG', 'a.json', 'a.mjs']) {
    t.same((await readSiteFile(join(folder, name), {})).options, { virtualRoots: { '/a': { permissions: 1 } } }, name)
  }
})

t.test('what is no site is told in one sentence', async (t) => {
  const folder = await temporaryFolder(t, { 'empty.json': '', 'site.txt': 'x' })
  await mkdir(join(folder, 'folder.reg'))
  for (const [name, complaint] of [
    ['none.reg', 'there is no such file'],
    ['empty.json', 'it is empty'],
    ['folder.reg', 'it is a folder'],
    ['empty.json/site.reg', 'there is no such folder'],
    ['site.txt', 'a site is a file .reg, .json, .js, .mjs, .cjs; this is none']
  ] as const) {
    const path = join(folder, name)
    await t.rejects(readSiteFile(path, {}), { name: 'CommandError', message: `${path}: ${complaint}` }, name)
  }
})

t.test('options of the verb take the place of what the file says', async (t) => {
  const folder = await temporaryFolder(t, {
    'a.json': '{ "virtualRoots": {}, "trustAnchors": "one.pem", "store": "certs" }', 'one.pem': 'one', 'two.pem': 'two'
  })
  const two = join(folder, 'two.pem')
  const { options, places } = await readSiteFile(join(folder, 'a.json'), { anchors: [two], crls: [two], store: 'other' })
  t.same(options, { virtualRoots: {}, trustAnchors: [Buffer.from('two')], crls: [Buffer.from('two')], store: 'other' })
  t.same(places.of('trustAnchors[0] is no certificate'), { file: two })
})
