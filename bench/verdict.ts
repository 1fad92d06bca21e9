import { verify } from 'node:crypto'
import type * as library from '../lib/index.js'
import { Certificate } from '../lib/trust/certificate/certificate.js'
import { built } from './built.js'
import { compare, ROUNDS, timed, type Contestant } from './compare.js'
import { startVerifier, type VerifierName } from './peers/verifier.js'
import { aheadOf, atMost, below, row, type Peer, type Row } from './row.js'
import { createVerdictPki, hashes, type BenchAlgorithm, type VerdictPki } from './verdict-pki.js'

const { CertificateChainEngine } = await built<typeof library>('index.js')

/** Leaves of a round. Each round has its own: none was seen by anybody before. */
const LEAVES = 500
/** As many of them does a peer verify that takes milliseconds. */
const FEW_LEAVES = 20
const AGAIN = 20

/** Issue 5: what a verdict costs at most, to the signature check that it can't avoid. */
const targets: Readonly<Record<BenchAlgorithm, number>> = { 'P-256': 1.3, 'RSA-2048': 1.6, Ed25519: 1.3 }

const native: readonly VerifierName[] = ['Go', 'OpenSSL']
/** pkijs knows no Ed25519. */
const javaScript: Readonly<Record<BenchAlgorithm, readonly VerifierName[]>> = {
  'P-256': ['@peculiar/x509', 'pkijs'], 'RSA-2048': ['@peculiar/x509', 'pkijs'], Ed25519: ['@peculiar/x509']
}

function isNative (name: string): boolean {
  return native.some((one) => one === name)
}

/**
 * A verdict on a client certificate whose issuers are known: one never seen, and the same again. Beside the signature
 * check that a new one can't avoid, and what others take for the same: to parse the leaf and to verify its path.
 */
export async function benchVerdict (): Promise<Row[]> {
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
  const others = [...native, ...javaScript[keyAlgorithm]].map((name) => startVerifier(name, pki))
  try {
    const peers: Contestant[] = [rawCheck(keyAlgorithm, pki), ...others.map((other) => {
      const count = isNative(other.name) ? LEAVES : FEW_LEAVES
      return { name: other.name, measure: (round: number) => other.measure(round * LEAVES, count) }
    })]
    const [value, again, ...times] = await compare([...verdicts(pki), ...peers]) as [number, number, ...number[]]
    const measured = peers.map(({ name }, index) => ({ name, value: times[index]! }))
    const [raw, ...verifiers] = measured as [Peer, ...Peer[]]
    return [
      row(`never seen: ${figure}`, 'µs', value, measured,
        atMost(targets[keyAlgorithm], value, raw),
        ...verifiers.map((peer) => aheadOf(peer, value, isNative(peer.name) ? 1 : 20))),
      row(`the same again: ${figure}`, 'µs', again, [], below(3, again, 'µs')),
      // What no verdict in Node can be faster than
      row(`crypto.verify alone: ${figure}`, 'µs', raw.value, verifiers.filter(({ name }) => isNative(name)))
    ]
  } finally {
    for (const other of others) other.stop()
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
  // V8 compiles some thousand verdicts long: nobody measures that, nor which chains come first.
  for (let round = 0; round < ROUNDS; round++) {
    for (const leaf of leaves.slice(0, LEAVES)) engine.getCertificateChain(leaf)
    engine = new CertificateChainEngine(engineOptions)
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
