import { verify, webcrypto } from 'node:crypto'
import 'reflect-metadata'
import { X509Certificate, X509ChainBuilder } from '@peculiar/x509'
import * as pkijs from 'pkijs'
import type * as library from '../lib/index.js'
import { Certificate } from '../lib/trust/certificate/certificate.js'
import { built } from './built.js'
import { compare, ROUNDS, timed, timedAsync, type Contestant } from './compare.js'
import { startVerifier } from './peers/native.js'
import { aheadOf, atMost, below, row, type Row } from './row.js'
import { createVerdictPki, hashes, type BenchAlgorithm, type VerdictPki } from './verdict-pki.js'

const { CertificateChainEngine } = await built<typeof library>('index.js')

/** Leaves of a round. Each round has its own: none was seen by anybody before. */
const LEAVES = 500
/** As many of them does a peer verify that takes milliseconds. */
const FEW_LEAVES = 20
const AGAIN = 20

/** Issue 5: what a verdict costs at most, to the signature check that it can't avoid. */
const targets: Readonly<Record<BenchAlgorithm, number>> = { 'P-256': 1.3, 'RSA-2048': 1.6, Ed25519: 1.3 }

/**
 * A verdict on a client certificate whose issuers are known: one never seen, and the same again. Beside the signature
 * check that a new one can't avoid, and what others take for the same: to parse the leaf and to verify its path.
 */
export async function benchVerdict (): Promise<Row[]> {
  pkijs.setEngine('node', new pkijs.CryptoEngine({ name: 'node', crypto: webcrypto as never }))
  const rows: Row[] = []
  for (const keyAlgorithm of Object.keys(hashes) as BenchAlgorithm[]) {
    for (const length of [2, 3, 4]) {
      const pki = await createVerdictPki(keyAlgorithm, length, LEAVES * (ROUNDS + 1))
      rows.push(...await benchChain(keyAlgorithm, length, pki))
    }
  }
  return rows
}

async function benchChain (keyAlgorithm: BenchAlgorithm, length: number, pki: VerdictPki): Promise<Row[]> {
  const figure = `${keyAlgorithm}, ${length} certificates`
  const native = [startVerifier('go', pki), startVerifier('openssl', pki)] as const
  try {
    const [ours, again] = verdicts(pki)
    const peers: Contestant[] = [
      rawCheck(keyAlgorithm, pki),
      { name: 'Go', measure: (round) => native[0].measure(round * LEAVES, LEAVES) },
      { name: 'OpenSSL', measure: (round) => native[1].measure(round * LEAVES, LEAVES) },
      chainBuilder(pki),
      ...await validationEngine(pki)
    ]
    const [value, valueAgain, ...times] = await compare([ours, again, ...peers]) as [number, number, ...number[]]
    const measured = peers.map(({ name }, index) => ({ name, value: times[index]! }))
    const [raw, go, openssl, ...slow] = measured
    return [
      row(`never seen: ${figure}`, 'µs', value, measured,
        atMost(targets[keyAlgorithm], value, raw!),
        aheadOf(go!, value),
        aheadOf(openssl!, value),
        ...slow.map((peer) => aheadOf(peer, value, 20))),
      row(`the same again: ${figure}`, 'µs', valueAgain, [], below(3, valueAgain, 'µs'))
    ]
  } finally {
    for (const verifier of native) verifier.stop()
  }
}

/** The engine is one that has served somebody, but not these. */
function verdicts (pki: VerdictPki): [Contestant, Contestant] {
  const engineOptions = { trustAnchors: pki.root.pem, intermediates: pki.intermediates.map(({ pem }) => pem) }
  const { leaves } = pki
  let engine = new CertificateChainEngine(engineOptions)
  const admit = (der: Buffer, checks: number): void => {
    const { errorStatus, signatureChecks } = engine.getCertificateChain(der)
    if (errorStatus === 0 && signatureChecks === checks) return
    throw new Error(`status ${errorStatus}, ${signatureChecks} checks`)
  }
  return [
    {
      name: 'never seen',
      measure: (round) => {
        engine = new CertificateChainEngine(engineOptions)
        engine.getCertificateChain(leaves[(round * LEAVES + LEAVES) % leaves.length]!)
        return timed(LEAVES, (index) => admit(leaves[round * LEAVES + index]!, 1))
      }
    },
    {
      name: 'again',
      measure: (round) => timed(LEAVES * AGAIN, (index) => admit(leaves[round * LEAVES + index % LEAVES]!, 0))
    }
  ]
}

function rawCheck (keyAlgorithm: BenchAlgorithm, { issuer, leaves }: VerdictPki): Contestant {
  const key = Certificate.decode(issuer.der).publicKey!
  const signed = leaves.map((der) => Certificate.decode(der))
  return {
    name: 'crypto.verify',
    measure: (round) => timed(LEAVES, (index) => {
      const { tbsCertificate, signature } = signed[round * LEAVES + index]!
      if (!verify(hashes[keyAlgorithm], tbsCertificate, key, signature)) throw new Error('a good signature was refused')
    })
  }
}

function chainBuilder ({ root, intermediates, leaves }: VerdictPki): Contestant {
  const certificates = [root, ...intermediates].map(({ certificate }) => certificate)
  const builder = new X509ChainBuilder({ certificates })
  return {
    name: '@peculiar/x509',
    measure: (round) => timedAsync(FEW_LEAVES, async (index) => {
      const chain = await builder.build(new X509Certificate(leaves[round * LEAVES + index]!))
      if (chain.length !== certificates.length + 1) throw new Error('a good certificate was refused')
    })
  }
}

/** None where pkijs does not know the algorithm. */
async function validationEngine ({ root, intermediates, leaves }: VerdictPki): Promise<Contestant[]> {
  const trustedCerts = [pkijs.Certificate.fromBER(root.der)]
  const issuers = intermediates.map(({ der }) => pkijs.Certificate.fromBER(der))
  const isTrusted = async (der: Buffer): Promise<boolean> => {
    const certs = [...issuers, pkijs.Certificate.fromBER(der)]
    return (await new pkijs.CertificateChainValidationEngine({ trustedCerts, certs }).verify()).result
  }
  if (!await isTrusted(leaves[0]!)) return []
  return [{
    name: 'pkijs',
    measure: (round) => timedAsync(FEW_LEAVES, async (index) => {
      if (!await isTrusted(leaves[round * LEAVES + index]!)) throw new Error('a good certificate was refused')
    })
  }]
}
