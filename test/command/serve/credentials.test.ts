import { createPrivateKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { readCredentials } from '../../../lib/command/serve/credentials.js'
import { createAuthority } from '../../support/pki.js'
import { temporaryFolder } from '../../support/temporary-folder.js'

const server = await (await createAuthority({ commonName: 'CompanyIssuer' })).issueServer()
const folder = await temporaryFolder(t, {
  'server.pem': server.pem,
  'server.key': server.keyPem,
  'locked.key': createPrivateKey(server.keyPem).export({
    type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open sesame'
  }),
  passphrase: 'open sesame\nand nothing else'
})
const [cert, key, locked, passphraseFile] = ['server.pem', 'server.key', 'locked.key', 'passphrase']
  .map((name) => join(folder, name)) as [string, string, string, string]
const roots = { virtualRoots: { '/': {} } }

t.test('files that are named take the place of the store, its subject and its passphrase', async (t) => {
  const site = { ...roots, certificateSubject: 'CE Server Certificate', store: 'store', passphrase: 'of the store' }
  t.same(await readCredentials(site, { cert, key }), {
    tls: { cert: await readFile(cert), key: await readFile(key) },
    options: roots,
    files: [cert, key]
  })
})

t.test('a key is opened with a passphrase, whose file is one of the site\'s', async (t) => {
  const read = await readCredentials(roots, { cert, key: locked, passphraseFile })
  t.match(read, { tls: { passphrase: 'open sesame' }, files: [cert, locked, passphraseFile] })
  t.match(await readCredentials(roots, { cert, key: locked, passphrase: 'open sesame' }), { files: [cert, locked] })
})

t.test('where no file is named, the store is read, with the passphrase that is given or the site\'s own', async (t) => {
  const site = { ...roots, certificateSubject: 'CE Server Certificate', store: 'store', passphrase: 'of the store' }
  t.same(await readCredentials(site, {}), { tls: {}, options: site, files: ['store'] })
  t.same(await readCredentials(site, { passphraseFile }), {
    tls: {}, options: { ...site, passphrase: 'open sesame' }, files: ['store', passphraseFile]
  })
})

for (const [what, site, given, complaint] of [
  ['no certificate', {}, {}, 'the server has no certificate; give --cert and --key, --pfx, or CertificateSubject and --store'],
  ['a store, and no word of which certificate', { store: 'store' }, {}, /^the server has no certificate/],
  ['a subject, and no store', { certificateSubject: 'Me' }, {}, /^CertificateSubject is 'Me'; name with --store/],
  ['a locked key', {}, { cert, key: locked }, /locked\.key: no certificate with its key \(.*\); for one with a passphrase give/],
  ['the passphrase of another', {}, { cert, key: locked, passphrase: 'x' }, /locked\.key: no certificate with its key/],
  ['a file that is not there', {}, { pfx: 'none.p12' }, 'none.p12: there is no such file']
] as const) {
  t.test(`wrong use is told: ${what}`, async (t) => {
    await t.rejects(readCredentials({ ...roots, ...site }, given), { name: 'CommandError', message: complaint })
  })
}
