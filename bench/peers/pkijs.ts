import { webcrypto } from 'node:crypto'
import { Certificate, CertificateChainValidationEngine, CryptoEngine, setEngine } from 'pkijs'
import { serve } from './serve.js'

setEngine('node', new CryptoEngine({ name: 'node', crypto: webcrypto as never }))

await serve((root, intermediates) => {
  const trustedCerts = [Certificate.fromBER(root)]
  const issuers = intermediates.map((der) => Certificate.fromBER(der))
  return async (leaf) => {
    const certs = [...issuers, Certificate.fromBER(leaf)]
    const { result, resultMessage } = await new CertificateChainValidationEngine({ trustedCerts, certs }).verify()
    if (!result) throw new Error(resultMessage)
  }
})
