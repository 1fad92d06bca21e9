import type { SiteOptions } from '../lib/index.js'
import { visitOnce, type Visitor } from '../test/support/renegotiating-visit.js'
import { Apache } from './renegotiation/apache.js'
import { Ours } from './renegotiation/ours.js'
import { aheadOf, atMost, median, row, type Row } from './row.js'
import { createBenchSite, PATH, type BenchSite } from './servers/bench-site.js'

const AT_ONCE = 8
const REQUESTS_A_ROUND = 160
const WARM_UP_ROUNDS = 2
const ROUNDS = 11

/** Bodies of the requests that are counted, in bytes. */
const loads = [0, 10_000, 100_000]

/** Apache keeps 131072 (`SSLRenegBufferSize`) and answers 413 to more. */
const uploads = [131_072, 131_073, 1_000_000, 5_000_000]

type Contestant = Apache | Ours

/** Requests on connections of their own that are asked for their certificate, by Apache httpd and by us. */
export async function benchRenegotiation (): Promise<Row[]> {
  const { site, clients: [client] } = await createBenchSite(1)
  const renegotiating = withRenegotiation(site)
  const apache = await Apache.start(renegotiating)
  const ours = await Ours.start(renegotiating)
  try {
    const rows: Row[] = []
    for (const size of loads) rows.push(...await compareLoad(apache, ours, client!, size))
    for (const size of uploads) rows.push(await compareUpload(apache, ours, client!, size))
    return rows
  } finally {
    await apache.stop()
    await ours.stop()
  }
}

function withRenegotiation (bench: BenchSite): BenchSite {
  const virtualRoots: SiteOptions['virtualRoots'] = {
    '/Accounts': { permissions: ['EXECUTE', 'SSL', 'REQUIRE_CERT', 'MAP_CERT'], authentication: 1 }
  }
  return { ...bench, site: { ...bench.site, acquire: 'renegotiate', postReadSize: 10_000_000, virtualRoots } }
}

/** The two take turns, so that whatever slows the machine down slows both down. */
async function compareLoad (apache: Apache, ours: Ours, client: Visitor, size: number): Promise<Row[]> {
  const measured = { apache: [] as Measured[], ours: [] as Measured[] }
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    const pair = { apache: await visitMany(apache, client, size), ours: await visitMany(ours, client, size) }
    if (round < WARM_UP_ROUNDS) continue
    measured.apache.push(pair.apache)
    measured.ours.push(pair.ours)
  }
  const body = size === 0 ? 'without a body' : `with ${size} bytes`
  const theirs = { name: apache.name, value: median(measured.apache.map(({ microseconds }) => microseconds)) }
  const own = median(measured.ours.map(({ microseconds }) => microseconds))
  const theirCpu = { name: apache.name, value: median(measured.apache.map(({ cpuMicroseconds }) => cpuMicroseconds)) }
  const ownCpu = median(measured.ours.map(({ cpuMicroseconds }) => cpuMicroseconds))
  return [
    row(`renegotiated request ${body}`, 'µs', own, [theirs], aheadOf(theirs, own)),
    row(`the server's CPU time for it, ${body}`, 'µs', ownCpu, [theirCpu], atMost(1, ownCpu, theirCpu))
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
async function compareUpload (apache: Apache, ours: Ours, client: Visitor, size: number): Promise<Row> {
  const request = { path: PATH, body: Buffer.alloc(size, 'x') }
  const theirs = await visitOnce(apache.port, client, request)
  const own = await visitOnce(ours.port, client, request)
  return row(`POST of ${size} bytes (${apache.name}: ${theirs.status})`, 'status', own.status ?? 0, [], {
    text: 'admitted', isMet: own.status === 200
  })
}
