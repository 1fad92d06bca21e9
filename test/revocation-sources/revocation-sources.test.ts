import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { RevocationSources } from '../../lib/revocation-sources/revocation-sources.js'
import type { RevocationSourcesSettings } from '../../lib/revocation-sources/settings.js'
import type { CertificateChain } from '../../lib/trust/chain.js'
import { CertificateChainEngine } from '../../lib/trust/engine.js'
import type { Teardown } from '../support/conversation.js'
import { cRLNumber, deltaCRLIndicator, signedCrl } from '../support/crl.js'
import { commonName, integer, sequence } from '../support/der.js'
import type { Octets } from '../support/der.js'
import { handMade, handMadeAuthority } from '../support/hand-made.js'
import { crlsAt, freshestCrlAt, ocspAt, revocationServer, type Answerer } from '../support/revocation-server.js'
import { temporaryFolder } from '../support/temporary-folder.js'

// Hand-made certificates are valid in 2026, and the CRLs of test/support/crl.ts fresh in June.
const time = new Date('2026-06-15T12:00:00Z')
const root = handMadeAuthority({ subject: commonName('Root') })
const engine = new CertificateChainEngine({ trustAnchors: root.der })
const crl = signedCrl(root)

let leaves = 0

/** Each is of another leaf. */
function chainOf (...extensions: Octets[]): CertificateChain {
  const serialNumber = integer(Buffer.of(++leaves))
  const leaf = handMade(root, { subject: commonName('Leaf'), serialNumber, extensionList: sequence(...extensions) })
  return engine.getCertificateChain(leaf.der, { time, usage: null, revocation: 'chainExcludeRoot' })
}

interface Opened {
  readonly sources: RevocationSources
  readonly log: string[]
  /** Asks, and waits for all first answers. */
  readonly know: (chain: CertificateChain) => Promise<void>
}

function opened (t: Teardown, given: Partial<RevocationSourcesSettings> = {}): Opened {
  const sources = new RevocationSources({
    allowsHost: (host) => host === '127.0.0.1',
    allowPrivateAddresses: true,
    cacheFolder: null,
    timeout: 60_000,
    maxSize: 100_000,
    maxTotalSize: 1_000_000,
    maxSources: 100,
    refreshInterval: 3_600_000,
    ...given
  }, 'chainExcludeRoot', () => time)
  const log: string[] = []
  sources.open({
    failed: (what, error) => log.push(`${what} ${(error as Error).message}`),
    recovered: (what) => log.push(`${what} recovered`)
  })
  t.teardown(() => sources.close())
  return { sources, log, know: async (chain) => { await Promise.all(sources.ask(chain)) } }
}

const formsFor = (sources: RevocationSources, chain: CertificateChain): string[] =>
  sources.answersFor(chain).map(({ form }) => form)

t.test('what a chain needs is asked for once, and is there then', async (t) => {
  const server = await revocationServer(t, crl)
  const { sources, log } = opened(t)
  const chain = chainOf(crlsAt(`${server.origin}/`))
  t.same(sources.answersFor(chain), [])
  t.equal(server.connections, 0, 'to look asks nobody')
  const asked = [sources.ask(chain), sources.ask(chain), sources.ask(chainOf(crlsAt(`${server.origin}/`)))].flat()
  t.equal(asked.length, 3)
  await Promise.all(asked)
  t.same(formsFor(sources, chain), ['crl'])
  t.same(sources.ask(chain), [])
  t.equal(server.requests.length, 1)
  t.same(log, [])
})

t.test('a failure is told once for each URL', async (t) => {
  const server = await revocationServer(t)
  const { log, know } = opened(t)
  for (let count = 0; count < 3; count++) await know(chainOf(ocspAt(`${server.origin}/ocsp`)))
  t.equal(server.requests.length, 3, 'each certificate is asked about')
  t.same(log, [`${server.origin}/ocsp answers with the HTTP status 404`])
})

t.test('the deltas that a CRL names are asked for when it is there', async (t) => {
  const server = await revocationServer(t)
  const base = signedCrl(root, { extensions: [cRLNumber(1), freshestCrlAt(`${server.origin}/delta`)] })
  const delta = signedCrl(root, { extensions: [cRLNumber(2), deltaCRLIndicator(1)] })
  server.answer = ({ url }, response) => response.end(url === '/delta' ? delta : base)
  const { sources, know } = opened(t)
  const chain = chainOf(crlsAt(`${server.origin}/`))
  await know(chain)
  await know(chain)
  t.same(formsFor(sources, chain), ['crl', 'crl'])
  await know(chain)
  t.equal(server.requests.length, 2)
})

t.test('a CRL that the issuer did not sign names nobody', async (t) => {
  const server = await revocationServer(t)
  const impostor = handMadeAuthority({ subject: commonName('Root') })
  const forged = signedCrl(impostor, { extensions: [freshestCrlAt(`${server.origin}/delta`)] })
  server.answer = forged
  const { sources, know } = opened(t)
  const chain = chainOf(crlsAt(`${server.origin}/`))
  await know(chain)
  await know(chain)
  t.same(formsFor(sources, chain), ['crl'], 'it is the engine that does not believe it')
  t.equal(server.requests.length, 1)
})

t.test('answers outlive a restart', async (t) => {
  const cacheFolder = await temporaryFolder(t)
  const server = await revocationServer(t, crl)
  const chain = chainOf(crlsAt(`${server.origin}/`))
  const before = opened(t, { cacheFolder })
  await before.know(chain)
  await before.sources.close()
  server.stop()
  const { sources, log, know } = opened(t, { cacheFolder })
  await know(chain)
  t.same(formsFor(sources, chain), ['crl'])
  t.same(log, [])
})

t.test('a damaged file is fetched anew', async (t) => {
  const cacheFolder = await temporaryFolder(t)
  const server = await revocationServer(t, crl)
  const chain = chainOf(crlsAt(`${server.origin}/`))
  const before = opened(t, { cacheFolder })
  await before.know(chain)
  await before.sources.close()
  const [name] = await readdir(cacheFolder)
  await writeFile(join(cacheFolder, name!), 'garbage')
  const { sources, know } = opened(t, { cacheFolder })
  await know(chain)
  t.same(formsFor(sources, chain), ['crl'])
  t.equal(server.requests.length, 2)
})

t.test('a folder that is not there any more is told, and answers count all the same', async (t) => {
  const cacheFolder = join(await temporaryFolder(t), 'cache')
  const server = await revocationServer(t, crl)
  const { sources, log, know } = opened(t, { cacheFolder })
  await rm(cacheFolder, { recursive: true })
  const chain = chainOf(crlsAt(`${server.origin}/`))
  await know(chain)
  await sources.close()
  t.match(log, [/ENOENT/])
})

t.test('of more than there is room for those stay that were used last', async (t) => {
  const server = await revocationServer(t, crl)
  const { sources, know } = opened(t, { maxTotalSize: 2 * crl.length, maxSize: crl.length })
  const chains = [1, 2, 3].map((number) => chainOf(crlsAt(`${server.origin}/${number}`)))
  const there = (): number[] => chains.map((chain) => sources.answersFor(chain).length)
  await know(chains[0]!)
  await know(chains[1]!)
  await know(chains[0]!)
  await know(chains[2]!)
  t.same(there(), [1, 0, 1])
})

t.test('what there is no room for at all is not kept', async (t) => {
  const server = await revocationServer(t, crl)
  const { sources, know } = opened(t, { maxTotalSize: 1 })
  const chain = chainOf(crlsAt(`${server.origin}/`))
  await know(chain)
  t.same(sources.answersFor(chain), [])
})

t.test('of more sources than may be known those stay that were used last', async (t) => {
  const server = await revocationServer(t, crl)
  const { sources, know } = opened(t, { maxSources: 2 })
  const chains = [1, 2, 3].map((number) => chainOf(crlsAt(`${server.origin}/${number}`)))
  for (const chain of chains) await know(chain)
  t.same(chains.map((chain) => sources.answersFor(chain).length), [0, 1, 1])
})

t.test('no more than four are asked for of a host at a time', async (t) => {
  const server = await revocationServer(t, () => {})
  const { sources } = opened(t)
  const firsts = [1, 2, 3, 4, 5, 6].flatMap((number) => sources.ask(chainOf(crlsAt(`${server.origin}/${number}`))))
  while (server.requests.length < 4) await new Promise(setImmediate)
  await sources.close()
  await Promise.all(firsts)
  t.equal(server.requests.length, 4)
})

t.test('closed, it ends what is under way, and asks nobody', async (t) => {
  const never: Answerer = () => {}
  const server = await revocationServer(t, never)
  const { sources, log } = opened(t)
  const chain = chainOf(crlsAt(`${server.origin}/`))
  const [first] = sources.ask(chain)
  while (server.requests.length === 0) await new Promise(setImmediate)
  await sources.close()
  await first
  t.same(sources.ask(chain), [])
  t.same(log, [])
})
