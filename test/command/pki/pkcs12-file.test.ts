import { execFileSync } from 'node:child_process'
import { createPrivateKey } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import t from 'tap'
import { writePkcs12 } from '../../../lib/command/pki/pkcs12-file.js'
import { readPkcs12 } from '../../../lib/site/certificate-store/pkcs12.js'
import { createAuthority, type Identity } from '../../support/pki.js'

const root = await createAuthority({ commonName: 'Root' })
const issuer = await root.issueAuthority({ commonName: 'Issuer' })
const alice = await issuer.issue({ commonName: 'Alice' })
const rsa = await root.issue({ commonName: 'Alice', keyAlgorithm: 'RSA-2048' })

const write = ({ keyPem, der }: Identity, ...others: Identity[]): Buffer => {
  return writePkcs12(keyPem, [der, ...others.map((other) => other.der)], 'secret')
}

for (const [name, identity, others] of [
  ['an EC key', alice, []], ['an RSA key', rsa, []], ['a key and two certificates', alice, [issuer]]
] as Array<[string, Identity, Identity[]]>) {
  t.test(`${name} can be read back`, async (t) => {
    const { keys, certificates } = readPkcs12(write(identity, ...others), 'secret')
    t.same(certificates.map(({ raw }) => Buffer.from(raw)), [identity, ...others].map(({ der }) => der))
    t.equal(keys.length, 1)
    t.ok(keys[0]!.equals(createPrivateKey(identity.keyPem)))
  })

  t.test(`${name} can be presented by Node, with the passphrase alone`, async (t) => {
    const pfx = write(identity, ...others)
    t.doesNotThrow(() => createSecureContext({ pfx, passphrase: 'secret' }))
    for (const passphrase of ['wrong', '']) t.throws(() => createSecureContext({ pfx, passphrase }), /mac verify failure/)
  })
}

t.test('OpenSSL finds the key by the certificate that it belongs to, both behind the MAC', async (t) => {
  const input = write(alice, issuer)
  const args = ['pkcs12', '-passin', 'pass:secret', '-nodes', '-info']
  const text = execFileSync('openssl', args, { input, encoding: 'utf8', stdio: 'pipe' })
  const ids = text.match(/localKeyID: .*/g)
  t.same([ids?.length, new Set(ids).size], [2, 1])
  t.match(text, /subject=CN ?= ?Alice[^]*subject=CN ?= ?Issuer/)
  const forged = Buffer.from(input)
  const offset = forged.indexOf('Alice')
  forged.write('Malic', offset)
  t.throws(() => execFileSync('openssl', args, { input: forged, stdio: 'pipe' }), /Mac verify error/)
})

t.test('the MAC of each file has a salt of its own, and 10 000 iterations', async (t) => {
  // RFC 7292 §4: MacData, the last of a file, ends with the salt (04 10 …) and the iterations.
  const ends = [write(alice), write(alice)].map((pfx) => pfx.subarray(-22))
  for (const end of ends) t.same([end.toString('hex', 0, 2), end.toString('hex', 18)], ['0410', '02022710'])
  t.notOk(ends[0]!.equals(ends[1]!))
})
