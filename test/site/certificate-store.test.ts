import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createSecureContext } from 'node:tls'
import t from 'tap'
import { findServerCertificate } from '../../lib/site/certificate-store.js'
import { createAuthority } from '../support/pki.js'
import type { Identity } from '../support/pki.js'
import { temporaryFolder } from '../support/temporary-folder.js'

const SUBJECT = 'CE Server Certificate'
const root = await createAuthority({ commonName: 'Root' })
const issuer = await root.issueAuthority({ commonName: 'Server Issuer' })
const server = await issuer.issueServer(['localhost'], { commonName: SUBJECT })
const rsaServer = await issuer.issueServer(['localhost'], { commonName: SUBJECT, keyAlgorithm: 'RSA-2048' })
const rsaAlone = await createAuthority({ commonName: SUBJECT, keyAlgorithm: 'RSA-2048' })
const other = await issuer.issueServer(['other.example'], { commonName: 'Other' })

type Files = Record<string, string | Uint8Array>

function openssl (args: readonly string[], input: string | Uint8Array): Buffer {
  return execFileSync('openssl', args, { input, stdio: ['pipe', 'pipe', 'pipe'] })
}

/** A PKCS#12 file with the chain of an identity, made by OpenSSL. */
function pkcs12 ({ keyPem, chainPem }: Identity, passphrase: string, ...options: string[]): Buffer {
  return openssl(['pkcs12', '-export', '-passout', `pass:${passphrase}`, ...options], keyPem + chainPem)
}

function encryptedKey ({ keyPem }: Identity, passphrase: string): string {
  return openssl(['pkcs8', '-topk8', '-v2', 'aes-256-cbc', '-passout', `pass:${passphrase}`], keyPem).toString()
}

/** The certificates of a PEM text, by their DER. */
function dersOf (pem: string): string[] {
  return pem.split(/(?<=-----END CERTIFICATE-----\n)/).map((block) => new X509Certificate(block).raw.toString('hex'))
}

t.test('the certificate is found with its key, in every form of file', async (t) => {
  const chain = [server, issuer]
  const forms: Array<[name: string, files: Files, chain: Identity[], passphrase?: string]> = [
    ['one PEM file', { 'server.pem': server.chainPem + server.keyPem }, chain],
    ['one PEM file, the key first and the root too', { 'server.pem': server.keyPem + server.chainPem + root.pem }, chain],
    ['intermediates in any order', { 'server.pem': issuer.pem + server.keyPem + server.pem }, chain],
    ['two PEM files', { 'server.crt': server.chainPem, 'server.key': server.keyPem }, chain],
    ['text around the blocks', { 'server.pem': `subject=CN=x\n${server.pem}\n\nkey:\n${server.keyPem}` }, [server]],
    ['a DER file', { 'server.cer': server.der, 'server.key': server.keyPem }, [server]],
    ['a DER file called .DER', { 'SERVER.DER': server.der, 'SERVER.KEY': server.keyPem }, [server]],
    ['among others', {
      'a.pem': other.chainPem + other.keyPem, 'b.pem': server.pem, 'c.key': server.keyPem, 'readme.txt': 'not a certificate'
    }, [server]],
    ['an encrypted key', { 'server.pem': server.pem, 'server.key': encryptedKey(server, 'secret') }, [server], 'secret'],
    ['a passphrase that is not needed', { 'server.pem': server.pem + server.keyPem }, [server], 'secret'],
    ['PKCS#12', { 'server.p12': pkcs12(server, 'secret') }, chain, 'secret'],
    ['PKCS#12 with an RSA key', { 'server.pfx': pkcs12(rsaServer, 'secret') }, [rsaServer, issuer], 'secret'],
    ['PKCS#12 with nothing but RSA', { 'server.pfx': pkcs12(rsaAlone, 'secret') }, [rsaAlone], 'secret'],
    ['PKCS#12 as older Windows writes it', { 'server.pfx': pkcs12(rsaServer, 'secret', '-legacy') }, [rsaServer, issuer], 'secret'],
    ['PKCS#12 that is not encrypted', { 'server.p12': pkcs12(server, 'secret', '-keypbe', 'NONE', '-certpbe', 'NONE') }, chain, 'secret'],
    ['PKCS#12 with an empty passphrase', { 'server.p12': pkcs12(server, '') }, chain],
    ['a PKCS#12 file and the certificate alone', { 'a.crt': server.pem, 'b.p12': pkcs12(server, '') }, [server]]
  ]
  for (const [name, files, expected, passphrase = null] of forms) {
    const found = findServerCertificate(await temporaryFolder(t, files), SUBJECT, { passphrase })
    t.strictSame(dersOf(found.cert), expected.map(({ der }) => der.toString('hex')), name)
    t.doesNotThrow(() => createSecureContext(found), 'the key is the certificate\'s')
  }
})

t.test('of several certificates the one that is valid counts, then the newest', async (t) => {
  const validFrom = async (notBefore: string, notAfter: string): Promise<Identity> => {
    return issuer.issueServer(['localhost'], { commonName: SUBJECT, notBefore: new Date(notBefore), notAfter: new Date(notAfter) })
  }
  const old = await validFrom('2024-01-01', '2025-01-01')
  const current = await validFrom('2024-10-01', '2026-01-01')
  const next = await validFrom('2025-06-01', '2026-06-01')
  const identities = Object.entries({ old, current, next })
  const folder = await temporaryFolder(t, Object.fromEntries(identities.flatMap(([name, { pem, keyPem }]) => {
    return [[`${name}.crt`, pem], [`${name}.key`, keyPem]]
  })))
  const foundAt = (date: string): string => {
    const [found] = dersOf(findServerCertificate(folder, SUBJECT, { time: new Date(date) }).cert)
    return identities.find(([, { der }]) => der.toString('hex') === found)![0]
  }
  t.equal(foundAt('2024-06-01'), 'old')
  t.equal(foundAt('2024-12-01'), 'current', 'two are valid')
  t.equal(foundAt('2025-05-01'), 'current')
  t.equal(foundAt('2025-07-01'), 'next')
  t.equal(foundAt('2030-01-01'), 'next', 'none is valid')
})

t.test('a self-signed certificate is a chain by itself', async (t) => {
  const selfSigned = await createAuthority({ commonName: SUBJECT })
  const { cert } = findServerCertificate(await temporaryFolder(t, { 'server.pem': selfSigned.pem + selfSigned.keyPem }), SUBJECT)
  t.strictSame(dersOf(cert), [selfSigned.der.toString('hex')])
})

t.test('what is wrong with the store is an error that says what to do', async (t) => {
  const wrong: Array<[name: string, files: Files, message: RegExp, passphrase?: string]> = [
    ['no files', {}, /^certificateSubject: no certificate in .* has the subject CN 'CE Server Certificate'; there are no certificates$/],
    ['another subject', { 'a.pem': other.chainPem + other.keyPem }, /there are 'Other', 'Server Issuer'$/],
    ['a subject in another case', { 'a.pem': (await issuer.issueServer(['x'], { commonName: SUBJECT.toLowerCase() })).pem }, /there are 'ce server certificate'$/],
    ['no key', { 'a.pem': server.pem, 'b.key': other.keyPem }, /has no private key of the certificate 'CE Server Certificate' \(.*a\.pem\); put it there/],
    ['PKCS#12 without a key', { 'a.p12': openssl(['pkcs12', '-export', '-nokeys', '-passout', 'pass:'], server.pem) }, /no private key/],
    ['a wrong passphrase for PKCS#12', { 'a.p12': pkcs12(server, 'secret') }, /a\.p12 can't be read \(.*; the passphrase that was given was used\)/, 'wrong'],
    ['no passphrase for PKCS#12', { 'a.p12': pkcs12(server, 'secret') }, /a\.p12 can't be read \(.*password.*; no passphrase was given\)/],
    ['a passphrase beyond ASCII', { 'a.p12': pkcs12(server, 'secret') }, /a\.p12 .*beyond ASCII/, 's\u00e9cret'],
    ['a wrong passphrase for a key', { 'a.pem': server.pem, 'b.key': encryptedKey(server, 'secret') }, /b\.key can't be read/, 'wrong'],
    ['no passphrase for a key', { 'a.pem': server.pem, 'b.key': encryptedKey(server, 'secret') }, /b\.key can't be read .*no passphrase was given/],
    ['PKCS#12 that is none', { 'a.pfx': 'x' }, /a\.pfx can't be read/],
    ['DER that is no certificate', { 'a.cer': 'x', 'b.pem': server.pem + server.keyPem }, /a\.cer can't be read/],
    ['an empty file', { 'a.crt': '', 'b.pem': server.pem + server.keyPem }, /a\.crt can't be read/],
    ['a block that is cut off', { 'a.pem': server.pem.slice(0, -30), 'b.pem': server.pem + server.keyPem }, /a\.pem can't be read/],
    ['a block that is no certificate', { 'a.pem': server.pem.replace(/\n[^]{8}/, '\nAAAAAAAA') }, /a\.pem can't be read/]
  ]
  for (const [name, files, message, passphrase = null] of wrong) {
    const folder = await temporaryFolder(t, files)
    t.throws(() => findServerCertificate(folder, SUBJECT, { passphrase }), { name: 'TypeError', message }, name)
  }
  const folder = await temporaryFolder(t, {})
  t.throws(() => findServerCertificate(join(folder, 'none'), SUBJECT), {
    name: 'TypeError', message: /^store: .*none is no folder that can be read \(ENOENT/, cause: { code: 'ENOENT' }
  })
  mkdirSync(join(folder, 'a.pem'))
  t.throws(() => findServerCertificate(folder, SUBJECT), { message: /a\.pem can't be read \(EISDIR/ })
  t.throws(() => findServerCertificate('', SUBJECT), { message: /^store: is empty/ })
  t.throws(() => findServerCertificate(folder, ''), { message: /^certificateSubject: is empty/ })
})
