import { createRequire } from 'node:module'
import 'reflect-metadata'
import type * as webcrypto from '@peculiar/webcrypto'
import { cryptoProvider, X509Certificate, X509ChainBuilder } from '@peculiar/x509'
import { serve } from './serve.js'

// By `require`, as in test/support/pki.ts. Node's own knows no Ed25519 under the name that the library uses.
const { Crypto } = createRequire(import.meta.url)('@peculiar/webcrypto') as typeof webcrypto
cryptoProvider.set(new Crypto())

await serve((root, intermediates) => {
  const certificates = [root, ...intermediates].map((der) => new X509Certificate(der))
  const builder = new X509ChainBuilder({ certificates })
  return async (leaf) => {
    const chain = await builder.build(new X509Certificate(leaf))
    if (chain.length !== certificates.length + 1) throw new Error('a good certificate was refused')
  }
})
