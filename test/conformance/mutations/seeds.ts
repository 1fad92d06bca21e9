import { constants, createPrivateKey, sign, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ChainOptions } from '../../../lib/trust/chain-options.js'
import { CertificateChainEngine } from '../../../lib/trust/engine.js'
import { readCertificate, rows } from '../pkits/rows.js'
import { elementOffsets } from './tlv.js'

/** A certificate before it is changed. */
export interface SeedCertificate {
  readonly der: Buffer
  /** Where its elements begin. */
  readonly elementOffsets: readonly number[]
  /** Signs a tbsCertificate as its issuer; null where the issuer's key is not known. */
  readonly sign: ((tbsCertificate: Buffer) => Buffer) | null
}

/** A chain before it is changed. */
export interface SeedChain {
  readonly name: string
  readonly trustAnchor: Buffer
  /** The leaf first, without the anchor. */
  readonly certificates: readonly SeedCertificate[]
  /** Shared by the chains of one anchor: it remembers, as a server's does. */
  readonly engine: CertificateChainEngine
  readonly options: ChainOptions
}

const folder = join('test', 'conformance')
const engines = new Map<string, CertificateChainEngine>()

export function createEngine (trustAnchor: Buffer, cacheSize?: number): CertificateChainEngine {
  return new CertificateChainEngine({ trustAnchors: trustAnchor, cacheSize })
}

function engineFor (trustAnchor: Buffer): CertificateChainEngine {
  const key = trustAnchor.toString('latin1')
  const engine = engines.get(key) ?? createEngine(trustAnchor)
  engines.set(key, engine)
  return engine
}

function seedCertificate (der: Buffer, sign: SeedCertificate['sign'] = null): SeedCertificate {
  return { der, elementOffsets: elementOffsets(der), sign }
}

/** Files of `seeds/`, and how many times as often as others they are taken: RSA keys and large curves sign slowly. */
const generated = { 'p-256': 7, ed25519: 6, 'five-deep': 1, 'rsa-2048': 1, 'rsa-pss-2048': 1 }

/** Of `seeds/`, whose keys are known. The leaf is a TLS client's. */
export function generatedChains (): SeedChain[] {
  return Object.entries(generated).flatMap(([name, times]) => {
    const pem = readFileSync(join(folder, 'mutations', 'seeds', `${name}.pem`), 'utf8')
    const ders = blocksOf(pem, 'CERTIFICATE').map(([base64]) => Buffer.from(base64, 'base64'))
    const keys = blocksOf(pem, 'PRIVATE KEY').map(([, block]) => createPrivateKey(block))
    const trustAnchor = ders.at(-1)!
    const chain: SeedChain = {
      name,
      trustAnchor,
      certificates: ders.slice(0, -1).map((der, index) => seedCertificate(der, signerOf(keys[index + 1]!, name))),
      engine: engineFor(trustAnchor),
      options: { time: new Date('2030-06-01T00:00:00Z') } // inside the validity of make-seeds.ts
    }
    return new Array<SeedChain>(times).fill(chain)
  })
}

/** All of PKITS, whose keys are not known. */
export function pkitsChains (): SeedChain[] {
  return rows.map(({ id, chain, validationTime }) => {
    const [trustAnchor, ...certificates] = chain.map(readCertificate)
    return {
      name: `PKITS ${id}`,
      trustAnchor: trustAnchor!,
      certificates: certificates.reverse().map((der) => seedCertificate(der)),
      engine: engineFor(trustAnchor!),
      options: { time: new Date(validationTime), usage: null }
    }
  }).filter(({ certificates }) => certificates.length > 0)
}

function blocksOf (pem: string, label: string): Array<[base64: string, block: string]> {
  const block = new RegExp(`-----BEGIN ${label}-----([^-]+)-----END ${label}-----`, 'g')
  return [...pem.matchAll(block)].map(([whole, base64]) => [base64!, whole])
}

/** As test/support/pki.ts signed it. */
function signerOf (key: KeyObject, chain: string): (tbsCertificate: Buffer) => Buffer {
  const hash = { 'rsa-pss-2048': 'sha384', 'five-deep': 'sha512' }[chain] ?? 'sha256'
  if (key.asymmetricKeyType?.startsWith('ed')) return (tbsCertificate) => sign(null, tbsCertificate, key)
  if (chain !== 'rsa-pss-2048') return (tbsCertificate) => sign(hash, tbsCertificate, key)
  const options = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
  return (tbsCertificate) => sign(hash, tbsCertificate, options)
}
