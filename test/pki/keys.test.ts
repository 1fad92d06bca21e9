import { createPrivateKey } from 'node:crypto'
import t from 'tap'
import { generateKeys, keyTypes, privateKeyPem, signingAlgorithm, signingKey, type KeyType } from '../../lib/pki/keys.js'

const details: Partial<Record<KeyType, object>> = {
  'P-256': { namedCurve: 'prime256v1' }, 'P-384': { namedCurve: 'secp384r1' }, 'RSA-2048': { modulusLength: 2048 }
}

for (const [type, expected] of Object.entries(details) as Array<[KeyType, object]>) {
  t.test(`a key of ${type} is written, read and signs`, async (t) => {
    const { privateKey } = await generateKeys(type)
    const pem = await privateKeyPem(privateKey)
    t.match(createPrivateKey(pem).asymmetricKeyDetails, expected)
    t.match((await signingKey(pem)).algorithm, { name: keyTypes[type].name })
  })
}

t.test('what is issued is signed with SHA-256', async (t) => t.strictSame(signingAlgorithm, { name: 'ECDSA', hash: 'SHA-256' }))
