import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readPresented } from '../../../lib/command/explain/presented.js'
import { siteFromRegistry } from '../../../lib/site/registry-file.js'
import { createPki, june, trustOf } from '../../support/pki-folder.js'

t.test('an authority issues certificates that our engine and OpenSSL accept', async (t) => {
  const { pki, dir, read } = await createPki(t)
  t.match(await pki(['issue', 'Alice', '--serial', '01:02:03', '--crl-url', 'http://crl.example/ca.crl']), { status: 0 })
  await pki(['issue', 'localhost', '--server', 'localhost', '--server', '127.0.0.1'])
  t.same(trustOf(read, 'Alice.pem'), [])
  t.same(trustOf(read, 'localhost.pem', { usage: 'serverAuth' }), [])
  t.same(trustOf(read, 'localhost.pem'), ['IS_NOT_VALID_FOR_USAGE'])
  const alice = new X509Certificate(read('Alice.pem'))
  t.equal(alice.serialNumber, '010203')
  t.match(alice.toString(), /BEGIN/)
  const text = execFileSync('openssl', ['x509', '-noout', '-text', '-in', join(dir, 'Alice.pem')], { encoding: 'utf8' })
  for (const part of ['CA:FALSE', 'Digital Signature', 'TLS Web Client Authentication', 'Subject Key Identifier', 'Authority Key Identifier', 'URI:http://crl.example/ca.crl']) {
    t.ok(text.includes(part), part)
  }
  t.ok(new X509Certificate(read('localhost.pem')).checkIP('127.0.0.1'))
  t.ok(new X509Certificate(read('localhost.pem')).checkHost('localhost'))
  const verified = execFileSync('openssl', [
    'verify', '-x509_strict', '-purpose', 'sslclient', '-attime', String(june.getTime() / 1000), '-CAfile', join(dir, 'ca.pem'), join(dir, 'Alice.pem')
  ], { encoding: 'utf8' })
  t.match(verified, /: OK\n$/)
})

t.test('keys are their owner\'s alone, and nothing is overwritten', async (t) => {
  const { pki, dir, read } = await createPki(t)
  await pki(['issue', 'Alice', '--p12', '--passphrase', 'secret'])
  for (const name of ['ca.key', 'Alice.key', 'Alice.p12']) t.equal(statSync(join(dir, name)).mode & 0o777, 0o600, name)
  t.equal(statSync(dir).mode & 0o777, 0o700)
  const before = read('Alice.key')
  for (const [args, file] of [[['init'], 'ca.pem'], [['issue', 'Alice'], 'Alice.key']] as const) {
    t.same(await pki(args), {
      status: 2, stdout: '', stderr: `ce-cert-auth: ${join(dir, file)}: it is there already, and nothing is overwritten\n`
    })
  }
  t.equal(read('Alice.key'), before)
})

t.test('the entry of the user is printed for both kinds of sites', async (t) => {
  const { pki } = await createPki(t)
  const { stdout } = await pki(['issue', 'Alice', '--serial', '0x00010203'])
  t.match(stdout, /Alice\.pem, \S+Alice\.key: valid until 2027-06-01\n/)
  const json = JSON.parse(`{${/^"[^]*?\}$/m.exec(stdout)![0]}}`)
  t.same(json, { Alice: { issuerCN: 'CompanyIssuer', serialNumber: '01:02:03' } })
  const { users } = siteFromRegistry(stdout.slice(stdout.indexOf('[HKEY')))
  t.same(users, { Alice: { issuerCN: 'CompanyIssuer', serialNumber: Uint8Array.of(1, 2, 3) } })
  t.same(JSON.parse((await pki(['issue', 'Bob', '--serial', '04', '--json'])).stdout).user, { name: 'Bob', issuerCN: 'CompanyIssuer', serialNumber: '04' })
})

t.test('an authority below issues too, whatever its key', async (t) => {
  const { pki, read } = await createPki(t)
  await pki(['issue', 'Branch', '--authority', '--key', 'RSA-2048', '--days', '10'])
  await pki(['issue', 'Depot', '--authority', '--issuer', 'Branch', '--key', 'P-384'])
  const { status, stdout } = await pki(['issue', 'Bob', '--issuer', 'Depot', '--json'])
  t.equal(status, 0)
  t.same(trustOf(read, 'Bob.pem'), [])
  t.equal(JSON.parse(stdout).notAfter, new Date(june.getTime() + 10 * 86400_000).toISOString(), 'no longer than its issuer')
  t.match(await pki(['issue', 'Late', '--issuer', 'Branch'], { time: new Date('2026-07-01T00:00:00Z') }), {
    status: 2, stderr: /the issuer's certificate has ended/
  })
})

t.test('a PKCS#12 file holds the chain, its passphrase made up if none is given', async (t) => {
  const { pki, dir } = await createPki(t)
  await pki(['issue', 'Branch', '--authority'])
  const { stdout } = await pki(['issue', 'Alice', '--issuer', 'Branch', '--p12'])
  const passphrase = /^The passphrase of \S+Alice\.p12 is: (\S{16})$/m.exec(stdout)![1]!
  t.equal((await readPresented(join(dir, 'Alice.p12'), { passphrase })).intermediates.length, 1)
  const silent = await pki(['issue', 'Bob', '--p12', '--passphrase', 'secret'])
  t.notMatch(silent.stdout, /secret/)
  t.equal((await readPresented(join(dir, 'Bob.p12'), { passphrase: 'secret' })).intermediates.length, 0)
})

t.test('wrong use is one sentence, and leaves nothing behind', async (t) => {
  const { pki, dir } = await createPki(t)
  await pki(['issue', 'Alice', '--serial', '0a'])
  for (const [args, complaint] of [
    [['issue', '../Eve'], /^ce-cert-auth: '\.\.\/Eve': a name is up to 64 letters/],
    [['issue', 'ca'], /and not 'ca'\n$/],
    [['issue', 'Bob', '--issuer', 'Alice'], /there is no authority Alice here/],
    [['issue', 'Bob', '--issuer', 'None'], /there is no authority None here/],
    [['issue', 'Bob', '--serial', '0a'], /--serial: ca has given '0a' to Alice\n$/],
    [['issue', 'Bob', '--serial', 'x'], /--serial: 'x' is not a serial number/],
    [['issue', 'Bob', '--serial', '00'], /--serial: '00' is not a number of 1 to 19 bytes/]
  ] as const) t.match(await pki(args), { status: 2, stdout: '', stderr: complaint }, args.join(' '))
  t.same(readdirSync(dir).filter((name) => name.startsWith('Bob')), [])
})
