/**
 * Certificates changed at random: bits, lengths, tags, cuts, elements of others, contents at which readers go apart;
 * most of them signed again by their real issuer, so that the checks behind the signature are reached.
 *
 * It asks for no exception, no run over 50 ms of the processor's time, and no trusted verdict where OpenSSL's parser or
 * its signature check refuses, takes another issuer, or reads another serial number or validity.
 *
 *     MUTATIONS=1000000 npx tsx test/conformance/mutations.test.ts          more of them; 100 000 take half a minute
 *     MUTATIONS_SEED=7 npx tsx test/conformance/mutations.test.ts           others
 *     MUTATIONS_FROM=4711 MUTATIONS=1 npx tsx test/conformance/mutations.test.ts    one of them again, by its number
 */
import { setImmediate } from 'node:timers/promises'
import t from 'tap'
import type { CertificateChain } from '../../lib/trust/chain.js'
import { CertTrust } from '../../lib/trust/status.js'
import { Donors } from './mutations/donors.js'
import { Mutants, type Mutant } from './mutations/mutant.js'
import { opensslObjection, parseWithOpenssl } from './mutations/openssl.js'
import { processorTime } from './mutations/processor-time.js'
import { Random } from './mutations/random.js'
import { createEngine, generatedChains, pkitsChains, type SeedChain } from './mutations/seeds.js'

const { MUTATIONS = '100000', MUTATIONS_SEED = '20261122', MUTATIONS_FROM = '0' } = process.env
const count = Number(MUTATIONS)
const seed = Number(MUTATIONS_SEED)
const first = Number(MUTATIONS_FROM)
const LIMIT = 50 // ms
const BATCH = 1_000

const generated = generatedChains()
const pkits = pkitsChains()
const mutants = new Mutants(generated, pkits, new Donors(dersOf([...generated, ...pkits])), seed)

function dersOf (chains: readonly SeedChain[]): Set<Buffer> {
  return new Set(chains.flatMap(({ certificates }) => certificates.map(({ der }) => der)))
}

function judge ({ seed, leaf, additionalCertificates }: Mutant, engine = seed.engine): CertificateChain {
  return engine.getCertificateChain(leaf, { ...seed.options, additionalCertificates })
}

/** By an engine that remembers nothing. */
function judgeAfresh (mutant: Mutant): () => void {
  const engine = createEngine(mutant.seed.trustAnchor)
  return () => judge(mutant, engine)
}

/** What a run found. */
class Findings {
  readonly exceptions: string[] = []
  readonly slow: string[] = []
  readonly objections: string[] = []
  trusted = 0
  /** ms, by the clock. */
  slowest = 0
  /** Leaves, of one mutant in ten, by who reads them. */
  readonly readers = { both: 0, neither: 0, opensslAlone: 0, weAlone: 0 }

  examine (mutant: Mutant, number: number): void {
    const start = performance.now()
    const chain = this.#judge(mutant, number)
    const duration = performance.now() - start
    if (chain === null) return
    this.slowest = Math.max(this.slowest, duration)
    if (duration > LIMIT && processorTime(() => judgeAfresh(mutant)) > LIMIT) {
      this.slow.push(describe(mutant, number, `${duration} ms`))
    }
    if (chain.errorStatus === 0) this.#examineTrusted(chain, mutant, number)
    if (number % 10 === 0) this.#compareReaders(chain, mutant)
  }

  #judge (mutant: Mutant, number: number): CertificateChain | null {
    try {
      return judge(mutant)
    } catch (error) {
      this.exceptions.push(describe(mutant, number, String(error)))
      return null
    }
  }

  #examineTrusted (chain: CertificateChain, mutant: Mutant, number: number): void {
    this.trusted++
    const objection = opensslObjection(chain)
    if (objection !== null) this.objections.push(describe(mutant, number, objection))
  }

  #compareReaders ({ elements }: CertificateChain, { leaf }: Mutant): void {
    const weRead = elements.length > 0
    const opensslReads = parseWithOpenssl(leaf) !== null
    this.readers[weRead ? (opensslReads ? 'both' : 'weAlone') : (opensslReads ? 'opensslAlone' : 'neither')]++
  }
}

function describe ({ seed: { name }, leaf, additionalCertificates }: Mutant, number: number, what: string): string {
  const ders = [leaf, ...additionalCertificates].map((der) => der.toString('base64'))
  return `mutant ${number} of ${name}: ${what}\n${ders.join('\n')}`
}

t.setTimeout(60_000 + count * 5)

t.test('the certificates that are changed are trusted before, where their keys are known', async (t) => {
  for (const chain of new Set(generated)) {
    const [leaf, ...intermediates] = chain.certificates.map(({ der }) => der)
    const { errorStatus } = judge({ seed: chain, leaf: leaf!, additionalCertificates: intermediates })
    t.strictSame(CertTrust.namesOf(errorStatus), [], chain.name)
  }
})

t.test(`${count} mutants from ${first}, seed ${seed}`, async (t) => {
  const findings = new Findings()
  for (let number = first; number < first + count; number++) {
    findings.examine(mutants.make(number), number)
    if (number % BATCH === 0) await setImmediate() // for tap's own timers
  }
  const { exceptions, slow, objections, trusted, slowest, readers } = findings
  t.strictSame(exceptions.slice(0, 5), [], `no exception (${exceptions.length})`)
  t.strictSame(slow.slice(0, 5), [], `no run over ${LIMIT} ms (${slow.length})`)
  t.strictSame(objections.slice(0, 5), [], `nothing trusted that OpenSSL refuses (${objections.length})`)
  t.comment(`${trusted} trusted; slowest by the clock: ${slowest.toFixed(1)} ms`)
  t.comment(`who reads the leaf, of one mutant in ten: ${JSON.stringify(readers)}`)
  if (count < BATCH) return
  t.ok(trusted > count / 50, 'many mutants come through all checks')
  t.ok(readers.both > count / 100, 'many mutants come through both parsers')
})

const MEGABYTES = 10 * 2 ** 20
const random = new Random(seed, -1)
const pem = (label: string, der: Uint8Array): string =>
  `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64')}\n-----END ${label}-----\n`
const leafDer = generated[0]!.certificates[0]!.der

const noCertificates: Record<string, string | Uint8Array> = {
  'an empty text': '',
  'no bytes': new Uint8Array(0),
  'one byte': Uint8Array.of(0x30),
  'a text': 'certificate',
  'a BEGIN line alone': '-----BEGIN CERTIFICATE-----',
  'an END line alone': '-----END CERTIFICATE-----',
  'no base64 inside': '-----BEGIN CERTIFICATE-----\n\0€%\n-----END CERTIFICATE-----',
  'nothing inside': pem('CERTIFICATE', new Uint8Array(0)),
  'another label': pem('PRIVATE KEY', leafDer),
  'two certificates': pem('CERTIFICATE', leafDer).repeat(2),
  'many BEGIN lines': '-----BEGIN CERTIFICATE-----\n'.repeat(1_000),
  'sequences within sequences': nested(60_000),
  'sequences of indefinite length': Buffer.from('3080'.repeat(30_000), 'hex'),
  'a certificate of 10 MB': Buffer.concat([Buffer.from('308400a00000', 'hex'), Buffer.alloc(MEGABYTES)]),
  '10 MB of zeros': Buffer.alloc(MEGABYTES),
  '10 MB of text': 'A'.repeat(MEGABYTES),
  '10 MB of lines': 'A\n'.repeat(MEGABYTES / 2),
  '10 MB of PEM': pem('CERTIFICATE', Buffer.alloc(MEGABYTES * 3 / 4)),
  '10 MB of BEGIN lines': '-----BEGIN CERTIFICATE-----\n'.repeat(MEGABYTES / 28)
}

/** A SEQUENCE in a SEQUENCE and so on, of so many bytes. */
function nested (length: number): Buffer {
  const der = Buffer.alloc(length)
  for (let start = 0; start < length - 4; start += 4) {
    der.writeUInt16BE(0x3082, start)
    der.writeUInt16BE(length - start - 4, start + 2)
  }
  return der
}

for (let length = 1; length <= 500; length += 5) {
  noCertificates[`${length} random bytes`] = random.bytes(length)
  noCertificates[`${length} random bytes in a SEQUENCE`] =
    Buffer.concat([Buffer.of(0x30, 0x82, length >> 8, length & 0xff), random.bytes(length)])
  noCertificates[`${length} random bytes as PEM`] = pem('CERTIFICATE', random.bytes(length))
}

t.test('what is no certificate is not trusted, throws nothing and takes no time', async (t) => {
  const { engine, options, certificates } = generated[0]!
  const additional = certificates.slice(1).map(({ der }) => der)
  for (const [what, source] of Object.entries(noCertificates)) {
    t.notSame(engine.getCertificateChain(source, options).errorStatus, 0, what)
    const { errorStatus } = engine.getCertificateChain(leafDer, {
      ...options, additionalCertificates: [source, ...additional]
    })
    t.equal(errorStatus, 0, `${what}, sent along with a good chain`)
    const duration = processorTime(() => () => engine.getCertificateChain(source, options))
    t.ok(duration <= LIMIT, `${what}: ${duration} ms`)
  }
})
