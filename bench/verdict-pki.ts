import { createPrivateKey, sign } from 'node:crypto'
import { DerCursor } from '../lib/trust/der/der-cursor.js'
import { Certificate } from '../lib/trust/certificate/certificate.js'
import { bitString, sequence } from '../test/support/der.js'
import { createAuthority, type Authority, type KeyAlgorithm } from '../test/support/pki.js'

/** What node:crypto is told to hash with. */
export const hashes = {
  'P-256': 'sha256', 'RSA-2048': 'sha256', Ed25519: null
} satisfies { [Name in KeyAlgorithm]?: string | null }

export type BenchAlgorithm = keyof typeof hashes

/** A root, the intermediates below it, and clients of the last of them that nobody has seen. */
export interface VerdictPki {
  readonly root: Authority
  readonly intermediates: readonly Authority[]
  readonly issuer: Authority
  readonly leaves: readonly Buffer[]
}

/** `length`: certificates of a chain, leaf and root included. */
export async function createVerdictPki (
  keyAlgorithm: BenchAlgorithm,
  length: number,
  leafCount: number
): Promise<VerdictPki> {
  const root = await createAuthority({ commonName: 'Root', keyAlgorithm })
  const intermediates: Authority[] = []
  for (let index = 2; index < length; index++) {
    const commonName = `Intermediate ${index - 1}`
    intermediates.push(await (intermediates.at(-1) ?? root).issueAuthority({ commonName, keyAlgorithm }))
  }
  const issuer = intermediates.at(-1) ?? root
  return { root, intermediates, issuer, leaves: await createLeaves(issuer, keyAlgorithm, leafCount) }
}

/** They differ in their serial numbers, and so in their signatures. To make them from one takes a tenth of the time. */
async function createLeaves (issuer: Authority, keyAlgorithm: BenchAlgorithm, count: number): Promise<Buffer[]> {
  const serialNumber = '40' + '11'.repeat(15)
  const template = (await issuer.issue({ commonName: 'Client', keyAlgorithm, serialNumber })).der
  const { tbsCertificate } = Certificate.decode(template)
  const algorithm = signatureAlgorithmOf(template)
  const key = createPrivateKey(issuer.keyPem)
  return Array.from({ length: count }, (_, index) => {
    const tbs = Buffer.from(tbsCertificate)
    tbs.writeUInt32BE(index, tbs.indexOf(serialNumber, 'hex') + 4)
    return sequence(tbs, algorithm, bitString(0, sign(hashes[keyAlgorithm], tbs, key)))
  })
}

function signatureAlgorithmOf (certificate: Uint8Array): Uint8Array {
  const cursor = new DerCursor(certificate)
  cursor.enter(0x30)
  cursor.any()
  return cursor.any().element()
}
