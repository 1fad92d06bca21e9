import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:tls'
import t from 'tap'
import { passphraseOf, readPresented, type PassphraseOptions } from '../../../lib/command/explain/presented.js'
import { createAuthority } from '../../support/pki.js'
import { temporaryFolder } from '../../support/temporary-folder.js'

const root = await createAuthority({ commonName: 'Root' })
const issuer = await root.issueAuthority({ commonName: 'Issuer' })
const alice = await issuer.issue({ commonName: 'Alice' })

function pkcs12 (...options: string[]): Buffer {
  const input = alice.keyPem + alice.chainPem
  return execFileSync('openssl', ['pkcs12', '-export', '-passout', 'pass:secret', ...options], { input, stdio: 'pipe' })
}

const folder = await temporaryFolder(t, {
  'alice.pem': alice.keyPem + alice.chainPem,
  'alice.der': alice.der,
  'alice.p12': pkcs12(),
  'certs.PFX': pkcs12('-nokeys'),
  'alice.key': alice.keyPem,
  'text.pem': 'hello',
  'keys.p12': pkcs12('-nocerts'),
  'broken.pem': '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
  'cut.pem': '-----BEGIN CERTIFICATE-----\n',
  'secret.txt': 'secret\nmore\n'
})
const file = (name: string): string => join(folder, name)

for (const [name, options, intermediates] of [
  ['alice.pem', {}, 1],
  ['alice.der', {}, 0],
  ['alice.p12', { passphrase: 'secret' }, 1],
  ['alice.p12', { passphraseFile: file('secret.txt') }, 1],
  ['certs.PFX', { passphrase: 'secret' }, 1]
] as Array<[string, PassphraseOptions, number]>) {
  t.test(`the leaf and what goes with it are read from ${name}`, async (t) => {
    const presented = await readPresented(file(name), options)
    t.same(Buffer.from(presented.leaf), alice.der)
    t.equal(presented.intermediates.length, intermediates)
  })
}

for (const [name, options, complaint] of [
  ['none.pem', {}, 'there is no such file'],
  ['alice.key', {}, 'there is no certificate in it'],
  ['text.pem', {}, 'it has no "-----BEGIN CERTIFICATE-----": give the certificate, not the name of its file'],
  ['broken.pem', {}, /^it is no certificate/],
  ['cut.pem', {}, /can't be read/],
  ['keys.p12', { passphrase: 'secret' }, 'there is no certificate in it'],
  ['alice.p12', {}, /^it can't be opened \(.*\); give --passphrase-file$/],
  ['alice.p12', { passphrase: 'wrong' }, /^it can't be opened/]
] as Array<[string, PassphraseOptions, string | RegExp]>) {
  t.test(`what is wrong with ${name} is told in one sentence`, async (t) => {
    const error = await readPresented(file(name), options).catch((error) => error)
    t.equal(error.name, 'CommandError')
    t.match(error.message.replace(`${file(name)}: `, ''), complaint)
  })
}

t.test('a peer is asked for what it presents', async (t) => {
  const server = createServer({ cert: alice.chainPem, key: alice.keyPem })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  t.same(Buffer.from((await readPresented(`127.0.0.1:${port}`, {})).leaf), alice.der)
})

t.test('one passphrase', async (t) => {
  t.equal(await passphraseOf({}), '')
  await t.rejects(passphraseOf({ passphrase: 'a', passphraseFile: 'b' }), { message: /not both$/ })
  await t.rejects(passphraseOf({ passphraseFile: file('none.txt') }), { message: `${file('none.txt')}: there is no such file` })
})
