import type { SiteOptions } from '../lib/index.js'
import { visitOnce, type Visitor } from '../test/support/renegotiating-visit.js'
import { Apache } from './renegotiation/apache.js'
import { NodeServer } from './renegotiation/node-server.js'
import { aheadOf, atMost, median, row, type Row } from './row.js'
import { createBenchSite, PATH, type BenchSite } from './servers/bench-site.js'

const AT_ONCE = 8
const REQUESTS_A_ROUND = 160
/** For each size of a body: V8 takes some thousand handshakes until what it compiles is what it keeps. */
const WARM_UP_ROUNDS = 10
const ROUNDS = 11

/** Bodies of the requests that are counted, in bytes. */
const loads = [0, 10_000, 100_000]

/** What we keep by default, and what Apache keeps (`SSLRenegBufferSize`), and more than either. */
const uploads = [49_152, 49_153, 131_072, 131_073, 1_000_000, 5_000_000]

/** More than all of them. */
const LARGE_POST_READ_SIZE = 10_000_000

/** Theirs, and ours. */
interface Contestants {
  readonly apache: Apache
  readonly node: NodeServer
  readonly ours: NodeServer
}

type Contestant = Contestants[keyof Contestants]

/** Requests on connections of their own that are asked for their certificate, by Apache httpd, bare Node, and us. */
export async function benchRenegotiation (): Promise<Row[]> {
  const { site, clients: [client] } = await createBenchSite(1)
  const renegotiating = withRenegotiation(site, { postReadSize: LARGE_POST_READ_SIZE })
  const apache = await Apache.start(renegotiating)
  const node = await NodeServer.start('node:https', 'bare-program', renegotiating)
  const ours = await NodeServer.start('fastify-ce-cert-auth', 'plugin-program', renegotiating)
  const byDefault = await NodeServer.start('PostReadSize 49152', 'plugin-program', withRenegotiation(site, {}))
  const contestants = { apache, node, ours }
  try {
    const rows: Row[] = []
    for (const size of loads) await warmUp(contestants, client!, size)
    for (const size of loads) rows.push(...await compareLoad(contestants, client!, size))
    for (const size of uploads) rows.push(await compareUpload(ours, [apache, byDefault], client!, size))
    return rows
  } finally {
    await Promise.all([apache, node, ours, byDefault].map((server) => server.stop()))
  }
}

function withRenegotiation (bench: BenchSite, limits: Pick<SiteOptions, 'postReadSize'>): BenchSite {
  const virtualRoots: SiteOptions['virtualRoots'] = {
    '/Accounts': { permissions: ['EXECUTE', 'SSL', 'REQUIRE_CERT', 'MAP_CERT'], authentication: 1 }
  }
  return { ...bench, site: { ...bench.site, acquire: 'renegotiate', ...limits, virtualRoots } }
}

async function warmUp (contestants: Contestants, client: Visitor, size: number): Promise<void> {
  for (let round = 0; round < WARM_UP_ROUNDS; round++) {
    for (const server of Object.values(contestants)) await visitMany(server, client, size)
  }
}

/** They take turns, so that whatever slows the machine down slows all of them down. */
async function compareLoad ({ apache, node, ours }: Contestants, client: Visitor, size: number): Promise<Row[]> {
  const measured = { apache: [] as Measured[], node: [] as Measured[], ours: [] as Measured[] }
  for (let round = 0; round < ROUNDS; round++) {
    measured.apache.push(await visitMany(apache, client, size))
    measured.node.push(await visitMany(node, client, size))
    measured.ours.push(await visitMany(ours, client, size))
  }
  const body = size === 0 ? 'without a body' : `with ${size} bytes`
  const medianOf = (figure: keyof Measured) => ({
    own: median(measured.ours.map((each) => each[figure])),
    httpd: { name: apache.name, value: median(measured.apache.map((each) => each[figure])) },
    bare: { name: node.name, value: median(measured.node.map((each) => each[figure])) }
  })
  const time = medianOf('microseconds')
  const cpu = medianOf('cpuMicroseconds')
  return [
    row(`renegotiated request ${body}`, 'µs', time.own, [time.httpd, time.bare], aheadOf(time.httpd, time.own)),
    row(`the server's CPU time for it, ${body}`, 'µs', cpu.own, [cpu.httpd, cpu.bare],
      atMost(1, cpu.own, cpu.httpd), atMost(1.1, cpu.own, cpu.bare))
  ]
}

interface Measured {
  /** From one answer to the next. */
  readonly microseconds: number
  /** Of the server, for one request. */
  readonly cpuMicroseconds: number
}

async function visitMany (server: Contestant, client: Visitor, size: number): Promise<Measured> {
  const request = { path: PATH, body: Buffer.alloc(size, 'x') }
  const cpuBefore = await server.cpuMicroseconds()
  const start = performance.now()
  await Promise.all(Array.from({ length: AT_ONCE }, async (): Promise<void> => {
    for (let count = 0; count < REQUESTS_A_ROUND / AT_ONCE; count++) {
      const { status, body, error } = await visitOnce(server.port, client, request)
      if (status !== 200) throw new Error(`${server.name} answered ${status} (${error}) ${body}`)
    }
  }))
  const milliseconds = performance.now() - start
  const cpu = await server.cpuMicroseconds() - cpuBefore
  return { microseconds: milliseconds * 1000 / REQUESTS_A_ROUND, cpuMicroseconds: cpu / REQUESTS_A_ROUND }
}

/** What each answers to an upload. */
async function compareUpload (
  ours: Contestant, others: readonly Contestant[], client: Visitor, size: number
): Promise<Row> {
  const request = { path: PATH, body: Buffer.alloc(size, 'x') }
  const answers: string[] = []
  for (const { name, port } of others) answers.push(`${name}: ${(await visitOnce(port, client, request)).status}`)
  const own = await visitOnce(ours.port, client, request)
  return row(`POST of ${size} bytes (${answers.join(', ')})`, 'status', own.status ?? 0, [], {
    text: 'admitted', isMet: own.status === 200
  })
}
