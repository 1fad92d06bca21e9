import { verify } from 'node:crypto'
import 'reflect-metadata'
import { X509Certificate, X509ChainBuilder } from '@peculiar/x509'
import { CertificateChainEngine } from '../lib/index.js'
import { Certificate } from '../lib/trust/certificate/certificate.js'
import { createAuthority, type KeyAlgorithm } from '../test/support/pki.js'
import { compare, type Result } from './compare.js'

/** Leaves that the engine has not seen before: as many as a round has runs. */
const LEAVES = 200

const hashes = { 'P-256': 'sha256', 'RSA-2048': 'sha256', Ed25519: null } satisfies { [Name in KeyAlgorithm]?: unknown }

/**
 * A verdict on a client certificate below a root and an intermediate that are known: one never seen, and the same
 * again; beside the signature check that a new leaf can't avoid, and the chain builder of @peculiar/x509.
 */
export async function benchVerdict (keyAlgorithm: keyof typeof hashes): Promise<Result[]> {
  const root = await createAuthority({ commonName: 'Root', keyAlgorithm })
  const intermediate = await root.issueAuthority({ commonName: 'Intermediate', keyAlgorithm })
  const { keys } = await intermediate.issue({ commonName: 'Client', keyAlgorithm })
  const leaves: Buffer[] = []
  while (leaves.length < LEAVES) leaves.push((await intermediate.issue({ commonName: 'Client', keys })).der)
  const engineOptions = { trustAnchors: root.pem, intermediates: intermediate.pem }
  const issuerKey = Certificate.decode(intermediate.der).publicKey!
  const signed = leaves.map((der) => Certificate.decode(der))
  const builder = new X509ChainBuilder({ certificates: [root.certificate, intermediate.certificate] })
  let engine = new CertificateChainEngine(engineOptions)
  const admit = (der: Buffer): void => {
    if (engine.getCertificateChain(der).errorStatus !== 0) throw new Error('a good certificate was refused')
  }
  return compare([
    {
      name: 'the signature check alone',
      run: (index) => {
        const { tbsCertificate, signature } = signed[index]!
        const valid = verify(hashes[keyAlgorithm], tbsCertificate, issuerKey, signature)
        if (!valid) throw new Error('a good signature was refused')
      }
    },
    {
      name: 'verdict, certificate never seen',
      // The anchor and the intermediate are known and verified, as in a server that has served somebody.
      prepare: () => {
        engine = new CertificateChainEngine(engineOptions)
        engine.getCertificateChain(intermediate.der, { usage: null })
      },
      run: (index) => admit(leaves[index]!)
    },
    { name: 'verdict, the same certificate again', run: () => admit(leaves[0]!) },
    { name: '@peculiar/x509 X509ChainBuilder', run: (index) => builder.build(new X509Certificate(leaves[index]!)) }
  ], LEAVES)
}
