import { constants, createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import t from 'tap'
import { withAlgorithm } from '../../../lib/trust/signature/signing-key.js'
import { verifySignature } from '../../../lib/trust/signature/verify-signature.js'
import { bitString, integer, objectIdentifier, octetString, sequence } from '../../support/der.js'
import { NULL, pssParameters, signingKey, signingKeyOf, type PssHash } from '../../support/signing.js'

const data = Buffer.from('what is signed')
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const dsa = generateKeyPairSync('dsa', { modulusLength: 2048, divisorLength: 256 })
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' })
const p521 = generateKeyPairSync('ec', { namedCurve: 'P-521' })
const secp256k1 = generateKeyPairSync('ec', { namedCurve: 'secp256k1' })
const ed25519 = generateKeyPairSync('ed25519')
const ed448 = generateKeyPairSync('ed448')

const PSS = '1.2.840.113549.1.1.10'

interface Keys { publicKey: KeyObject, privateKey: KeyObject }

function isVerified (
  algorithm: string,
  parameters: Uint8Array | null,
  { publicKey }: Pick<Keys, 'publicKey'>,
  signature: Uint8Array,
  signed: Uint8Array = data
): boolean {
  const signatureAlgorithm = { algorithm, parameters }
  return verifySignature({ signatureAlgorithm, data: signed, signature }, signingKey(publicKey))
}

type Algorithm = readonly [name: string, oid: string, hash: string | null, keys: Keys, parameters?: Buffer]

const algorithms: readonly Algorithm[] = [
  ['md5WithRSAEncryption', '1.2.840.113549.1.1.4', 'md5', rsa, NULL],
  ['sha1WithRSAEncryption', '1.2.840.113549.1.1.5', 'sha1', rsa, NULL],
  ['sha224WithRSAEncryption', '1.2.840.113549.1.1.14', 'sha224', rsa, NULL],
  ['sha256WithRSAEncryption', '1.2.840.113549.1.1.11', 'sha256', rsa, NULL],
  ['sha256WithRSAEncryption without parameters', '1.2.840.113549.1.1.11', 'sha256', rsa],
  ['sha384WithRSAEncryption', '1.2.840.113549.1.1.12', 'sha384', rsa, NULL],
  ['sha512WithRSAEncryption', '1.2.840.113549.1.1.13', 'sha512', rsa, NULL],
  ['sha512-224WithRSAEncryption', '1.2.840.113549.1.1.15', 'sha512-224', rsa, NULL],
  ['sha512-256WithRSAEncryption', '1.2.840.113549.1.1.16', 'sha512-256', rsa, NULL],
  ['the older md5WithRSA', '1.3.14.3.2.3', 'md5', rsa, NULL],
  ['the older sha1WithRSA', '1.3.14.3.2.29', 'sha1', rsa, NULL],
  ['the older shaWithRSASignature', '1.3.14.3.2.15', 'sha1', rsa, NULL],
  ['dsa-with-sha1', '1.2.840.10040.4.3', 'sha1', dsa],
  ['the older dsaWithSHA1', '1.3.14.3.2.27', 'sha1', dsa, NULL],
  ['the older dsaWithSHA', '1.3.14.3.2.13', 'sha1', dsa, NULL],
  ['dsaCommonWithSHA1', '1.3.14.3.2.28', 'sha1', dsa],
  ['dsa-with-sha224', '2.16.840.1.101.3.4.3.1', 'sha224', dsa],
  ['dsa-with-sha256', '2.16.840.1.101.3.4.3.2', 'sha256', dsa],
  ['dsa-with-sha384', '2.16.840.1.101.3.4.3.3', 'sha384', dsa],
  ['dsa-with-sha512', '2.16.840.1.101.3.4.3.4', 'sha512', dsa],
  ['ecdsa-with-SHA1', '1.2.840.10045.4.1', 'sha1', p256],
  ['ecdsa-with-SHA224', '1.2.840.10045.4.3.1', 'sha224', p256],
  ['ecdsa-with-SHA256', '1.2.840.10045.4.3.2', 'sha256', p256],
  ['ecdsa-with-SHA384', '1.2.840.10045.4.3.3', 'sha384', p384],
  ['ecdsa-with-SHA512', '1.2.840.10045.4.3.4', 'sha512', p521],
  ['ecdsa on secp256k1', '1.2.840.10045.4.3.2', 'sha256', secp256k1],
  ['Ed25519', '1.3.101.112', null, ed25519],
  ['Ed448', '1.3.101.113', null, ed448]
]

for (const [name, oid, hash, keys, parameters = null] of algorithms) {
  t.test(`${name} verifies, and nothing like it`, async (t) => {
    const signature = sign(hash, data, keys.privateKey)
    t.ok(isVerified(oid, parameters, keys, signature))
    t.notOk(isVerified(oid, parameters, keys, signature, Buffer.from('what is not signed')), 'other bytes')
    t.notOk(isVerified(oid, parameters, keys, signature.subarray(1)), 'a signature cut short')
    t.notOk(isVerified(oid, parameters, keys, Buffer.alloc(0)), 'no signature')
    t.notOk(isVerified(oid, octetString(), keys, signature), 'parameters that are neither absent nor NULL')
    const others = [rsa, dsa, p256, ed25519, ed448].filter((other) =>
      other.publicKey.asymmetricKeyType !== keys.publicKey.asymmetricKeyType)
    for (const other of others) {
      t.notOk(isVerified(oid, parameters, other, signature), `a key for ${other.publicKey.asymmetricKeyType}`)
    }
  })
}

for (const [name, oid, keys] of [
  ['ECDSA', '1.2.840.10045.4.3.2', p256], ['DSA', '2.16.840.1.101.3.4.3.2', dsa]
] as const) {
  t.test(`${name} with NULL parameters does not verify: they must be absent`, async (t) => {
    t.notOk(isVerified(oid, NULL, keys, sign('sha256', data, keys.privateKey)))
  })
}

for (const [name, oid] of [
  ['md2WithRSAEncryption', '1.2.840.113549.1.1.2'], ['md4WithRSAEncryption', '1.2.840.113549.1.1.3'],
  ['an algorithm that nobody knows', '1.2.3.4']
] as const) {
  t.test(`${name} does not verify and does not throw`, async (t) => {
    t.notOk(isVerified(oid, NULL, rsa, sign('md5', data, rsa.privateKey)))
  })
}

t.test('a key that OpenSSL refuses verifies nothing', async (t) => {
  const broken = signingKeyOf(sequence(
    sequence(objectIdentifier('1.2.840.10045.2.1'), objectIdentifier('1.2.840.10045.3.1.7')),
    bitString(0, Buffer.alloc(20))))
  const signature = sign('sha256', data, p256.privateKey)
  const signatureAlgorithm = { algorithm: '1.2.840.10045.4.3.2', parameters: null }
  t.notOk(verifySignature({ signatureAlgorithm, data, signature }, broken))
})

t.test('an EC key with parameters of its own verifies nothing (CVE-2020-0601)', async (t) => {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256', paramEncoding: 'explicit' })
  t.notOk(isVerified('1.2.840.10045.4.3.2', null, keys, sign('sha256', data, keys.privateKey)))
})

function signPss (privateKey: KeyObject, hash: PssHash, saltLength: number): Buffer {
  return sign(hash, data, { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength })
}

for (const hash of ['sha1', 'sha224', 'sha256', 'sha384', 'sha512'] as const) {
  t.test(`RSASSA-PSS with ${hash} verifies with the parameters that it was made with`, async (t) => {
    const signature = signPss(rsa.privateKey, hash, 20)
    t.ok(isVerified(PSS, pssParameters(hash, hash, 20), rsa, signature))
    t.notOk(isVerified(PSS, pssParameters(hash, hash, 32), rsa, signature), 'another salt length')
    t.notOk(isVerified(PSS, pssParameters(hash, hash === 'sha1' ? 'sha256' : 'sha1', 20), rsa, signature), 'another mask')
    t.notOk(isVerified(PSS, null, rsa, signature), 'no parameters')
    t.notOk(isVerified(PSS, NULL, rsa, signature), 'NULL parameters')
  })
}

t.test('RSASSA-PSS without any field means SHA-1 and a salt of 20', async (t) => {
  t.ok(isVerified(PSS, sequence(), rsa, signPss(rsa.privateKey, 'sha1', 20)))
})

t.test('a PKCS#1 signature is no PSS signature, nor the other way round', async (t) => {
  t.notOk(isVerified(PSS, pssParameters('sha256', 'sha256', 32), rsa, sign('sha256', data, rsa.privateKey)))
  t.notOk(isVerified('1.2.840.113549.1.1.11', NULL, rsa, signPss(rsa.privateKey, 'sha256', 32)))
})

t.test('RSASSA-PSS whose mask has another hash verifies with an ordinary RSA key', async (t) => {
  const parameters = pssParameters('sha256', 'sha1', 32)
  const signature = sign('sha256', data, { key: pssKey(parameters), saltLength: 32 })
  t.ok(isVerified(PSS, parameters, rsa, signature))
  t.notOk(isVerified(PSS, parameters, rsa, signature, Buffer.from('what is not signed')))
  t.notOk(isVerified(PSS, pssParameters('sha256', 'sha256', 32), rsa, signature))
})

t.test('RSASSA-PSS whose mask has another hash, with a key that OpenSSL refuses, does not verify', async (t) => {
  const broken = signingKeyOf(sequence(
    sequence(objectIdentifier('1.2.840.113549.1.1.1'), NULL), bitString(0, '300602010102')))
  const signatureAlgorithm = { algorithm: PSS, parameters: pssParameters('sha256', 'sha1', 32) }
  t.notOk(verifySignature({ signatureAlgorithm, data, signature: Buffer.alloc(256) }, broken))
})

const restricted = withAlgorithm(signingKey(rsa.publicKey), {
  algorithm: PSS, parameters: pssParameters('sha256', 'sha256', 32)
})

for (const [name, hash, maskHash, saltLength, expected] of [
  ['what it is restricted to', 'sha256', 'sha256', 32, true],
  ['a longer salt', 'sha256', 'sha256', 40, true],
  ['a shorter salt', 'sha256', 'sha256', 20, false],
  ['another hash', 'sha384', 'sha256', 32, false],
  ['another hash of the mask', 'sha256', 'sha1', 32, false]
] as const) {
  t.test(`a restricted id-RSASSA-PSS key: ${name} is ${expected ? 'allowed' : 'refused'}`, async (t) => {
    const signature = sign(hash, data, { key: pssKey(pssParameters(hash, maskHash, 0)), saltLength })
    const signatureAlgorithm = { algorithm: PSS, parameters: pssParameters(hash, maskHash, saltLength) }
    t.ok(verifySignature({ signatureAlgorithm, data, signature }, signingKey(rsa.publicKey)), 'the signature is right')
    t.equal(verifySignature({ signatureAlgorithm, data, signature }, restricted), expected)
  })
}

t.test('an id-RSASSA-PSS key without parameters is not restricted, and makes no other signatures', async (t) => {
  const keys = generateKeyPairSync('rsa-pss', { modulusLength: 2048 })
  t.ok(isVerified(PSS, pssParameters('sha512', 'sha512', 20), keys, signPss(keys.privateKey, 'sha512', 20)))
  t.notOk(isVerified('1.2.840.113549.1.1.11', NULL, keys, signPss(keys.privateKey, 'sha256', 32)))
})

t.test('an id-RSASSA-PSS key with malformed parameters verifies nothing', async (t) => {
  const malformed = withAlgorithm(signingKey(rsa.publicKey), { algorithm: PSS, parameters: NULL })
  const signatureAlgorithm = { algorithm: PSS, parameters: pssParameters('sha256', 'sha256', 32) }
  t.notOk(verifySignature({ signatureAlgorithm, data, signature: signPss(rsa.privateKey, 'sha256', 32) }, malformed))
})

/** The RSA key as an id-RSASSA-PSS key with these parameters (PrivateKeyInfo, RFC 5208 §5). */
function pssKey (parameters: Uint8Array): KeyObject {
  const key = sequence(
    integer('00'), sequence(objectIdentifier(PSS), parameters),
    octetString(rsa.privateKey.export({ type: 'pkcs1', format: 'der' })))
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' })
}
