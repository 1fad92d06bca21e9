import { generateKeyPairSync } from 'node:crypto'
import t from 'tap'
import { inheritParameters, lacksParameters, withAlgorithm } from '../../../lib/trust/signature/signing-key.js'
import { NULL, signingKey } from '../../support/signing.js'

const dsa = signingKey(generateKeyPairSync('dsa', { modulusLength: 2048, divisorLength: 256 }).publicKey)
const ec = signingKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey)
const ed25519 = signingKey(generateKeyPairSync('ed25519').publicKey)
const { algorithm } = dsa.publicKeyAlgorithm

t.test('a key under its own algorithm is the same key, byte for byte', async (t) => {
  for (const key of [dsa, ec, ed25519]) {
    const rewritten = withAlgorithm(key, key.publicKeyAlgorithm)
    t.same(Buffer.from(rewritten.subjectPublicKeyInfo), Buffer.from(key.subjectPublicKeyInfo))
    t.equal(rewritten.publicKeyBits, key.publicKeyBits)
    t.equal(rewritten.publicKeyDigest, key.publicKeyDigest)
    t.ok(key.publicKey?.equals(rewritten.publicKey!))
  }
})

for (const [name, parameters] of [['absent', null], ['NULL', NULL]] as const) {
  t.test(`a DSA key whose parameters are ${name} takes those of a DSA issuer, and of no other`, async (t) => {
    const bare = withAlgorithm(dsa, { algorithm, parameters })
    t.ok(lacksParameters(bare))
    t.equal(bare.publicKey, null)
    t.same(Buffer.from(inheritParameters(bare, dsa).subjectPublicKeyInfo), Buffer.from(dsa.subjectPublicKeyInfo))
    t.equal(inheritParameters(bare, ec), bare)
  })
}

t.test('a key that has what it needs inherits nothing', async (t) => {
  for (const key of [dsa, ec, ed25519]) {
    t.notOk(lacksParameters(key))
    t.equal(inheritParameters(key, dsa), key)
  }
})
