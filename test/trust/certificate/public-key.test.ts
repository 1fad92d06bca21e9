import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { Certificate } from '../../../lib/trust/certificate/certificate.js'
import { importPublicKey, publicKeyBits, readSubjectPublicKeyInfo } from '../../../lib/trust/certificate/public-key.js'
import type { SubjectPublicKeyInfo } from '../../../lib/trust/certificate/public-key.js'
import { DerCursor } from '../../../lib/trust/der/der-cursor.js'
import { bitString, integer, objectIdentifier, octets, sequence } from '../../support/der.js'

const read = (der: Uint8Array): SubjectPublicKeyInfo => readSubjectPublicKeyInfo(new DerCursor(der))
const exported = (key: KeyObject): SubjectPublicKeyInfo => read(key.export({ format: 'der', type: 'spki' }))
const rsa = (...content: Buffer[]): SubjectPublicKeyInfo => {
  return read(sequence(sequence(objectIdentifier('1.2.840.113549.1.1.1'), '0500'), bitString(0, ...content)))
}
const ec = (parameters: Buffer): SubjectPublicKeyInfo => {
  return read(sequence(sequence(objectIdentifier('1.2.840.10045.2.1'), parameters), bitString(0, '04')))
}

t.test('the size of a key is known for every algorithm', async (t) => {
  const curves = {
    'P-256': 256, 'P-384': 384, 'P-521': 521, secp224r1: 224, secp256k1: 256, brainpoolP320r1: 320, brainpoolP512r1: 512
  }
  for (const [namedCurve, bits] of Object.entries(curves)) {
    const key = exported(generateKeyPairSync('ec', { namedCurve }).publicKey)
    t.equal(publicKeyBits(key), bits, namedCurve)
    t.equal(importPublicKey(key)?.asymmetricKeyType, 'ec', namedCurve)
  }
  t.equal(publicKeyBits(exported(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey)), 1024)
  t.equal(publicKeyBits(exported(generateKeyPairSync('rsa', { modulusLength: 1001 }).publicKey)), 1001)
  t.equal(publicKeyBits(exported(generateKeyPairSync('rsa-pss', { modulusLength: 1024 }).publicKey)), 1024)
  t.equal(publicKeyBits(exported(generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 }).publicKey)), 1024)
  t.equal(publicKeyBits(exported(generateKeyPairSync('ed25519').publicKey)), 256)
  t.equal(publicKeyBits(exported(generateKeyPairSync('ed448').publicKey)), 456)
})

t.test('inherited DSA parameters say no size', async (t) => {
  const der = readFileSync(join('test', 'conformance', 'pkits', 'certs', 'DSAParametersInheritedCACert.crt'))
  const certificate = Certificate.decode(der)
  t.equal(certificate.publicKeyAlgorithm.parameters, null)
  t.equal(certificate.publicKeyBits, 0)
})

t.test('a key that is no key has no size and is not imported', async (t) => {
  const cases: Record<string, SubjectPublicKeyInfo> = {
    'a negative modulus': rsa(sequence(integer('80'), integer('03'))),
    'a modulus of zero': rsa(sequence(integer('00'), integer('03'))),
    'an exponent of zero': rsa(sequence(integer('05'), integer('00'))),
    'a negative exponent': rsa(sequence(integer('05'), integer('80'))),
    'an exponent of 33 bits': rsa(sequence(integer('05'), integer('0100000001'))),
    'an RSA key that is no DER': rsa(octets('ff')),
    'an RSA key with more behind': rsa(sequence(integer('05'), integer('03')), octets('00')),
    'an RSA key of three numbers': rsa(sequence(integer('05'), integer('03'), integer('03'))),
    'an unknown curve': ec(objectIdentifier('1.2.3')),
    'a curve that is no object identifier': ec(octets('0500')),
    'parameters of a curve': ec(sequence(integer('01'))),
    'an unknown algorithm': read(sequence(sequence(objectIdentifier('1.2.3')), bitString(0)))
  }
  for (const [why, key] of Object.entries(cases)) {
    t.equal(publicKeyBits(key), 0, why)
    t.equal(importPublicKey(key), null, why)
  }
})

t.test('an exponent has 32 bits at most', async (t) => {
  t.equal(publicKeyBits(rsa(sequence(integer('05'), integer('00ffffffff')))), 3)
})

t.test('a key of a known size that OpenSSL refuses is not imported', async (t) => {
  const noPoint = ec(objectIdentifier('1.2.840.10045.3.1.7'))
  t.equal(publicKeyBits(noPoint), 256)
  t.equal(importPublicKey(noPoint), null)
})

t.test('an EC key that brings its own curve is not imported (CVE-2020-0601)', async (t) => {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256', paramEncoding: 'explicit' })
  t.equal(importPublicKey(exported(publicKey)), null)
  t.equal(publicKeyBits(exported(publicKey)), 0)
  t.equal(importPublicKey(read(sequence(sequence(objectIdentifier('1.2.840.10045.2.1')), bitString(0, '04')))), null)
})
