import { X509Certificate } from 'node:crypto'
import t from 'tap'
import { command } from '../support/command.js'
import { createPki, june } from '../support/pki-folder.js'

t.test('without options an authority lasts ten years, a certificate one, a CRL a month, and keys are P-256', async (t) => {
  const { pki, read } = await createPki(t)
  await pki(['issue', 'Alice'])
  for (const [name, notAfter] of [['ca', '2036-05-29'], ['Alice', '2027-06-01']] as const) {
    const certificate = new X509Certificate(read(`${name}.pem`))
    t.equal(new Date(certificate.validTo).toISOString().slice(0, 10), notAfter, name)
    t.match(certificate.publicKey.asymmetricKeyDetails, { namedCurve: 'prime256v1' }, name)
  }
  t.match((await pki(['crl'])).stdout, /the next one is due on 2026-07-01\n$/)
})

t.test('an authority has another name, time and key on demand', async (t) => {
  const { pki, dir, read } = await createPki(t)
  await command(['pki', 'init', '--dir', `${dir}/other`, '--name', 'Other', '--days', '10', '--key', 'P-384'], { time: june })
  const { subject, validTo, publicKey } = new X509Certificate(read('other/ca.pem'))
  t.same([subject, new Date(validTo).toISOString().slice(0, 10)], ['CN=Other', '2026-06-11'])
  t.match(publicKey.asymmetricKeyDetails, { namedCurve: 'secp384r1' })
  t.match((await pki(['list'])).stdout, /^ca\tauthority\tca\t/m, 'the one above is as it was')
})

t.test('a server has all the names that it is given', async (t) => {
  const { pki, read } = await createPki(t)
  await pki(['issue', 'host', '--server', 'www.example.org', '--server', '192.0.2.1'])
  t.equal(new X509Certificate(read('host.pem')).subjectAltName, 'DNS:www.example.org, IP Address:192.0.2.1')
})

t.test('without a verb of its own, its help goes to stderr', async (t) => {
  const { status, stdout, stderr } = await command(['pki'])
  t.same([status, stdout], [2, ''])
  t.match(stderr, /^Usage: ce-cert-auth pki/)
})

const keys = 'P-256, P-384, RSA-2048, RSA-4096'

for (const [args, complaint] of [
  [['isue', 'Al'], "unknown command 'isue' (Did you mean issue?)"],
  [['issue'], "missing required argument 'name'"],
  [['issue', 'Al', 'Bo'], "too many arguments for 'issue'. Expected 1 argument but got 2."],
  [['init', '--key', 'DSA'], `option '--key <type>' argument 'DSA' is invalid. Allowed choices are ${keys}.`],
  [['issue', 'Al', '--key', 'DSA'], `option '--key <type>' argument 'DSA' is invalid. Allowed choices are ${keys}.`],
  [['init', '--days', '0'], "option '--days <n>' argument '0' is invalid. Give a number of days."],
  [['revoke', 'Al', '--reason', 'whim'], "option '--reason <reason>' argument 'whim' is invalid. Allowed choices are " +
    'unspecified, keyCompromise, affiliationChanged, superseded, cessationOfOperation, privilegeWithdrawn.'],
  [['list', '--days', '1'], "unknown option '--days'"]
] as const) {
  t.test(`wrong use is one sentence and the status 2: pki ${args.join(' ')}`, async (t) => {
    t.same(await command(['pki', ...args]), { status: 2, stdout: '', stderr: `ce-cert-auth: ${complaint}\n` })
  })
}
