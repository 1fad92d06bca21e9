import { PemConverter, cryptoProvider } from '@peculiar/x509'
import type { webcrypto } from 'node:crypto'

export type CryptoKey = webcrypto.CryptoKey
export type CryptoKeyPair = webcrypto.CryptoKeyPair
export type HashAlgorithm = 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512'
export type KeyAlgorithm = keyof typeof PARAMETERS

const PUBLIC_EXPONENT = Uint8Array.of(1, 0, 1)

const PARAMETERS = {
  'P-256': { name: 'ECDSA', namedCurve: 'P-256' },
  'P-384': { name: 'ECDSA', namedCurve: 'P-384' },
  'P-521': { name: 'ECDSA', namedCurve: 'P-521' },
  'RSA-1024': rsa('RSASSA-PKCS1-v1_5', 1024),
  'RSA-2048': rsa('RSASSA-PKCS1-v1_5', 2048),
  'RSA-PSS-2048': rsa('RSA-PSS', 2048),
  Ed25519: { name: 'EdDSA', namedCurve: 'Ed25519' },
  Ed448: { name: 'EdDSA', namedCurve: 'Ed448' }
}

function rsa (name: string, modulusLength: number) {
  return { name, modulusLength, publicExponent: PUBLIC_EXPONENT, hash: 'SHA-256' }
}

/** RSA keys take about 300 ms: a test that needs several certificates gives them one pair. */
export async function generateKeys (algorithm: KeyAlgorithm): Promise<CryptoKeyPair> {
  return cryptoProvider.get().subtle.generateKey(PARAMETERS[algorithm], true, ['sign', 'verify']) as Promise<CryptoKeyPair>
}

/** PKCS#8 in PEM. */
export async function exportPrivateKey (privateKey: CryptoKey): Promise<string> {
  const pkcs8 = await cryptoProvider.get().subtle.exportKey('pkcs8', privateKey)
  return `${PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n`
}

/** WebCrypto ties an RSA key to one hash; this is the same key, tied to another one. */
export async function keyForHash (privateKey: CryptoKey, hash: HashAlgorithm): Promise<CryptoKey> {
  if (!privateKey.algorithm.name.startsWith('RSA')) return privateKey
  const { subtle } = cryptoProvider.get()
  const pkcs8 = await subtle.exportKey('pkcs8', privateKey)
  return subtle.importKey('pkcs8', pkcs8, { name: privateKey.algorithm.name, hash }, true, ['sign'])
}

/** RFC 4055 §3.1: a PSS salt is as long as the hash, which is what everyone uses. */
export function signingAlgorithm (hash: HashAlgorithm) {
  return { hash, saltLength: SALT_LENGTHS[hash] }
}

const SALT_LENGTHS = { 'SHA-1': 20, 'SHA-256': 32, 'SHA-384': 48, 'SHA-512': 64 }
