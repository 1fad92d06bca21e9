import { spawnSync } from 'node:child_process'
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CertificateRevocationList } from '../lib/trust/revocation/certificate-revocation-list.js'
import { entry, reasonCode, tbsCertList } from '../test/support/crl.js'
import { bitString, ecdsaWithSha256, sequence } from '../test/support/der.js'
import { heldBytes } from '../test/support/held-bytes.js'
import { atMost, below, row, type Row } from './row.js'

/** What a large CRL costs, once with reason codes and once without. */
interface CrlCost {
  readonly entries: number
  /** Bytes of the CRL. */
  readonly derBytes: number
  /** From the bytes to an index; the median. */
  readonly loadSeconds: number
  /** What is held then, to the size of the DER, which is a part of it. */
  readonly memoryRatio: number
  /** One serial number out of all, random: listed, and not listed. */
  readonly lookupMicroseconds: number
  readonly absentMicroseconds: number
  /** `openssl crl -noout` on the same file, the start of the program included. */
  readonly opensslSeconds: number
  /** The most memory that it took, to the size of the DER. */
  readonly opensslMemoryRatio: number
}

const ENTRIES = 1_000_000
const ROUNDS = 5
const LOOKUPS = 200_000

/** A CRL of a million entries, with reason codes and without, beside OpenSSL reading the same file. */
export async function benchCrl (): Promise<Row[]> {
  return [true, false].flatMap((hasReasons) => {
    const cost = costOfCrl(ENTRIES, hasReasons)
    const figure = `CRL of a million entries ${hasReasons ? 'with' : 'without'} reasons`
    const load = { name: 'openssl crl', value: cost.opensslSeconds }
    const memory = { name: 'openssl crl', value: cost.opensslMemoryRatio }
    return [
      row(`${figure}: load`, 's', cost.loadSeconds, [load], atMost(1, cost.loadSeconds, load)),
      row(`${figure}: memory`, '× DER', cost.memoryRatio, [memory], below(2, cost.memoryRatio, '× DER')),
      row(`${figure}: listed`, 'µs', cost.lookupMicroseconds, [], below(2, cost.lookupMicroseconds, 'µs')),
      row(`${figure}: absent`, 'µs', cost.absentMicroseconds, [], below(2, cost.absentMicroseconds, 'µs'))
    ]
  })
}

function costOfCrl (entries: number, hasReasons: boolean): CrlCost {
  const { der, serialNumbers } = generate(entries, hasReasons)
  const absent = serialNumbers.map((serialNumber) => Buffer.from(serialNumber).fill(0x3f, 0, 1))
  const rounds = Array.from({ length: ROUNDS }, () => {
    const before = heldBytes()
    const start = performance.now()
    const crl = CertificateRevocationList.decode(der)
    const loadSeconds = (performance.now() - start) / 1000
    const memoryRatio = (heldBytes() - before) / der.length
    return {
      loadSeconds,
      memoryRatio,
      lookupMicroseconds: lookUp(crl, serialNumbers, 'revoked'),
      absentMicroseconds: lookUp(crl, absent, 'absent')
    }
  })
  const median = (key: keyof typeof rounds[number]): number =>
    rounds.map((round) => round[key]).toSorted((a, b) => a - b)[ROUNDS >> 1]!
  return {
    entries,
    derBytes: der.length,
    loadSeconds: median('loadSeconds'),
    memoryRatio: median('memoryRatio'),
    lookupMicroseconds: median('lookupMicroseconds'),
    absentMicroseconds: median('absentMicroseconds'),
    ...openssl(der)
  }
}

/** Serial numbers of 16 octets, as public CAs have them. */
function generate (count: number, hasReasons: boolean): { der: Buffer, serialNumbers: Buffer[] } {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const extensions = hasReasons ? [reasonCode(4)] : []
  const serialNumbers: Buffer[] = []
  const entries = Array.from({ length: count }, () => {
    const serialNumber = randomBytes(16).fill(0x40, 0, 1)
    // Few of a million: to read them must not cost more than to find them
    if (serialNumbers.length < 20_000) serialNumbers.push(serialNumber)
    return entry(serialNumber, ...extensions)
  })
  const tbs = tbsCertList({ entries: [Buffer.concat(entries)] })
  return { der: sequence(tbs, ecdsaWithSha256, bitString(0, sign('SHA256', tbs, privateKey))), serialNumbers }
}

function lookUp (crl: CertificateRevocationList, serialNumbers: readonly Buffer[], expected: string): number {
  const start = performance.now()
  for (let index = 0; index < LOOKUPS; index++) {
    const listing = crl.revokedCertificates.listing(serialNumbers[index % serialNumbers.length]!, crl.issuer)
    if (listing !== expected) throw new Error(`found ${listing}`)
  }
  return (performance.now() - start) * 1000 / LOOKUPS
}

/** Times the program with `/usr/bin/time`. */
function openssl (der: Buffer): Pick<CrlCost, 'opensslSeconds' | 'opensslMemoryRatio'> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-crl-'))
  try {
    const file = join(folder, 'large.crl')
    writeFileSync(file, der)
    const times = Array.from({ length: ROUNDS }, () => {
      const output = join(folder, 'time')
      const { status } = spawnSync('/usr/bin/time', [
        '-f', '%e %M', '-o', output, 'openssl', 'crl', '-inform', 'DER', '-in', file, '-noout'
      ])
      if (status !== 0) throw new Error(`openssl ended with ${status}`)
      return readFileSync(output, 'utf8').split(' ').map(Number) as [number, number]
    }).toSorted(([a], [b]) => a - b)
    const [opensslSeconds, kilobytes] = times[ROUNDS >> 1]!
    return { opensslSeconds, opensslMemoryRatio: kilobytes * 1024 / der.length }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
