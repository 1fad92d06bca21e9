import { createPrivateKey, type webcrypto } from 'node:crypto'
import { cryptoProvider } from '../trust/x509.js'

/** The kinds of keys that certificates can have. */
export const keyTypes = Object.freeze({
  'P-256': { name: 'ECDSA', namedCurve: 'P-256' },
  'P-384': { name: 'ECDSA', namedCurve: 'P-384' },
  'RSA-2048': rsa(2048),
  'RSA-4096': rsa(4096)
})

export type KeyType = keyof typeof keyTypes

function rsa (modulusLength: number): webcrypto.RsaHashedKeyGenParams {
  return { name: 'RSASSA-PKCS1-v1_5', modulusLength, publicExponent: Uint8Array.of(1, 0, 1), hash: 'SHA-256' }
}

export async function generateKeys (type: KeyType): Promise<webcrypto.CryptoKeyPair> {
  const { subtle } = cryptoProvider.get()
  return subtle.generateKey(keyTypes[type], true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>
}

/** PKCS#8 in PEM. */
export async function privateKeyPem (key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await cryptoProvider.get().subtle.exportKey('pkcs8', key))
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }).export({ type: 'pkcs8', format: 'pem' }) as string
}

/** A key that signs certificates and CRLs, from its PEM. */
export async function signingKey (pem: string): Promise<webcrypto.CryptoKey> {
  const key = createPrivateKey(pem)
  const { namedCurve } = key.asymmetricKeyDetails!
  const algorithm = namedCurve === undefined
    ? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
    : { name: 'ECDSA', namedCurve: namedCurve === 'secp384r1' ? 'P-384' : 'P-256' }
  const der = key.export({ type: 'pkcs8', format: 'der' })
  return cryptoProvider.get().subtle.importKey('pkcs8', der, algorithm, false, ['sign'])
}

/** How all that is issued here is signed; of RSA keys, the hash alone counts. */
export const signingAlgorithm = Object.freeze({ name: 'ECDSA', hash: 'SHA-256' })
