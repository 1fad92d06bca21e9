import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { readJsonSite } from '../../../lib/command/site-file/json-site.js'
import type { SiteFile } from '../../../lib/command/site-file/site-file.js'
import { temporaryFolder } from '../../support/temporary-folder.js'

async function read (t: Test, site: unknown, files = {}): Promise<SiteFile & { folder: string }> {
  const folder = await temporaryFolder(t, files)
  const text = typeof site === 'string' ? site : JSON.stringify(site, null, 1)
  return { folder, ...await readJsonSite(join(folder, 'site.json'), Buffer.from(text), {}) }
}

t.test('certificates are files beside the site, or texts', async (t) => {
  const pem = '-----BEGIN CERTIFICATE-----\n'
  const { options, places, folder } = await read(t,
    { trustAnchors: ['root.pem', pem], crls: 'root.crl', store: 'certs' }, { 'root.pem': 'root', 'root.crl': 'crl' })
  t.same(options, {
    trustAnchors: [Buffer.from('root'), pem], crls: [Buffer.from('crl')], store: join(folder, 'certs')
  })
  t.same(places.of('trustAnchors[0] is wrong'), { file: join(folder, 'root.pem') })
  t.match(places.of('trustAnchors[1] is wrong'), { file: join(folder, 'site.json'), line: 4 })
})

t.test('fingerprints are no files', async (t) => {
  const fingerprint = 'ab'.repeat(32)
  t.same((await read(t, { distrusted: fingerprint })).options, { distrusted: [fingerprint] })
})

t.test('files that can\'t be read are findings, all of them', async (t) => {
  const { options, findings, folder } = await read(t, { trustAnchors: ['a.pem', 'b.pem'], crls: 'folder' }, {})
  await mkdir(join(folder, 'folder'))
  t.same(options, { trustAnchors: [], crls: [] })
  t.match(findings, [
    { severity: 'error', message: `trustAnchors: ${join(folder, 'a.pem')}: there is no such file`, place: { line: 3 } },
    { message: `trustAnchors: ${join(folder, 'b.pem')}: there is no such file`, place: { line: 4 } },
    { message: `crls: ${join(folder, 'folder')}: there is no such file` }
  ])
})

t.test('users keep their order, and have places whichever way they are written', async (t) => {
  const { options, places } = await read(t, '{ "users": {\n"B": { "issuerCN": "x" },\n"1": {} } }')
  t.same(options.users, [['B', { issuerCN: 'x' }], ['1', {}]])
  t.equal(places.of("users['B'].issuerCN: wrong").line, 2)
  t.equal(places.of("users['1']: wrong").line, 3)
  const pairs = await read(t, '{ "users": [["B", {}],\n ["1", {"issuerCN": ""}], 5] }')
  t.same(pairs.options.users, [['B', {}], ['1', { issuerCN: '' }], 5])
  t.equal(pairs.places.of("users['1'].issuerCN: is empty").line, 2)
  t.equal((await read(t, { users: 5 })).options.users, 5, 'for the site to complain of')
})

t.test('a user\'s certificate is a file beside the site, or a text', async (t) => {
  const pem = '-----BEGIN CERTIFICATE-----\n'
  const users = { Al: { certificate: 'al.pem', groups: 'x' }, Bo: { certificate: pem }, Cy: { issuerCN: 'x' }, Di: { certificate: 'none.pem' } }
  const { options, places, findings, folder } = await read(t, { users }, { 'al.pem': 'al' })
  t.same(options.users, [
    ['Al', { certificate: Buffer.from('al'), groups: 'x' }], ['Bo', { certificate: pem }], ['Cy', { issuerCN: 'x' }]
  ])
  t.same(places.of("users['Al'].certificate: is wrong"), { file: join(folder, 'al.pem') })
  t.match(findings, [{ severity: 'error', message: `users['Di'].certificate: ${join(folder, 'none.pem')}: there is no such file` }])
  const pairs = await read(t, { users: [['Al', { certificate: 'al.pem' }], 5] }, { 'al.pem': 'al' })
  t.same(pairs.options.users, [['Al', { certificate: Buffer.from('al') }], 5])
})

t.test('virtual roots have places, and what is of a wrong type is passed on to be complained of', async (t) => {
  const { options, places } = await read(t, '{ "virtualRoots": {\n"/a": {\n"userList": 5 } }, "trustAnchors": 5, "store": 6 }')
  t.equal(places.of("virtualRoots['/a'].userList: wrong").line, 3)
  t.same(options, { virtualRoots: { '/a': { userList: 5 } }, trustAnchors: [5], store: 6 })
})

t.test('a site is an object', async (t) => {
  for (const text of ['[]', '5', 'null']) {
    await t.rejects(read(t, text), { name: 'CommandError', message: /a site is a JSON object; this is none$/ }, text)
  }
})
