import type { Test } from 'tap'
import { STATUS_CODES } from 'node:http'
import { answers } from '../../lib/errors.js'
import type { SiteOptions } from '../../lib/index.js'
import { requireProgram } from '../support/clients.js'
import type { ClientResponse, HttpVersion } from '../support/clients.js'
import type { StartSiteOptions } from '../support/start-site.js'
import { CARRIAGE, REQUEST_ID, startObservedSite } from './observed-site.js'
import type { Carriage, ObservedSite } from './observed-site.js'
import type { Row, Visitor } from './visitor.js'
import { impossibility, nameOf, waysOf } from './ways.js'
import type { Way } from './ways.js'

/** Visitors of one site, each in every way that there is. */
export interface Matrix {
  site: SiteOptions
  server?: Pick<StartSiteOptions, 'https' | 'keepSessions'>
  /** Whether the server lets sessions be resumed. Default: true. */
  resumes?: boolean
  visitors: readonly Visitor[]
  /** How many cells there are, so that none gets lost: a request in one way is a cell. */
  cells: { tried: number, impossible: number }
}

/** A request for what no virtual root governs: the connection has been used before the one that counts. */
const WARM_UP = { path: '/' }

/** What no refusal may tell: names, serial numbers, trust bits, OpenSSL's texts (lessons.md S40). */
const SECRETS = new RegExp([
  'Alice', 'Bob', 'Carol', 'Dave', 'Erin', 'Mallory', 'Trudy', 'Issuer', 'Company', '01020304', '_TRUST', 'IS_', 'BEGIN',
  'OpenSSL', 'unable to', 'verify'
].join('|'), 'i')

/** Runs each way as a subtest, four at a time. */
export async function testMatrix (t: Test, matrix: Matrix): Promise<void> {
  const { site, server = {}, resumes = true, visitors, cells } = matrix
  // A server of HTTP/2 has HTTP/1.1 beside it, and is not what most apps run on.
  const servers: Record<HttpVersion, ObservedSite> = {
    'http/1.1': await startObservedSite(t, site, server),
    h2: await startObservedSite(t, site, { ...server, http2: true })
  }
  const counted = { tried: 0, impossible: 0 }
  let skipped = 0
  t.jobs = 4
  await Promise.all([...conversations(visitors)].map(async ([way, possible, impossible]) => {
    counted.impossible += rowsOf(impossible)
    if (possible.length === 0) return
    await t.test(nameOf(way), { buffered: true }, async t => {
      const { program } = way.client
      if (program && !requireProgram(t, program.name, program.debianPackage)) {
        skipped += rowsOf(possible)
        return
      }
      for (const visitor of possible) {
        await visit(t, servers[way.http], way, visitor, resumes)
        counted.tried += visitor.rows.length
      }
    })
  }))
  const expectedCount = { ...cells, tried: cells.tried - skipped }
  t.same(counted, expectedCount, `${expectedCount.tried} cells were tried, ${cells.impossible} are impossible`)
}

function * conversations (visitors: readonly Visitor[]): Generator<[Way, possible: Visitor[], impossible: Visitor[]]> {
  const ways = new Map(visitors.flatMap(waysOf).map(way => [nameOf(way), way]))
  for (const way of ways.values()) {
    const here = visitors.filter(visitor => (visitor.withoutTls === true) === (way.tls === null))
    const isPossible = (visitor: Visitor) => impossibility(way, visitor) === null
    yield [way, here.filter(isPossible), here.filter(visitor => !isPossible(visitor))]
  }
}

function rowsOf (visitors: readonly Visitor[]): number {
  return visitors.reduce((sum, { rows }) => sum + rows.length, 0)
}

async function visit (t: Test, { port, decisionOf }: ObservedSite, way: Way, visitor: Visitor, resumes: boolean) {
  const { client, manner, tls, http } = way
  const { who, rows, identity = null, servername, withoutEncryption } = visitor
  const idOf = (row: Row) => encodeURIComponent(`${nameOf(way)}: ${who} ${row.name}`)
  const warmUp = manner === 'fresh' ? [] : [WARM_UP]
  const responses = await client.converse(t, {
    port,
    requests: [...warmUp, ...rows.map(row => withId(row, idOf(row)))],
    identity,
    manner,
    tls,
    http,
    ...servername !== undefined && { servername },
    ...withoutEncryption !== undefined && { withoutEncryption }
  })
  checkCarriage(t, way, responses, resumes)
  for (const [index, row] of rows.entries()) {
    const actual = observed(responses[warmUp.length + index], decisionOf(idOf(row)))
    t.strictSame(actual, expected(row), `${who} ${row.name}`)
  }
}

function withId ({ request }: Row, id: string): Row['request'] {
  return { ...request, headers: { ...request.headers, [REQUEST_ID]: id } }
}

/** Did the client come in the way that the test says? The server knows. */
function checkCarriage (t: Test, way: Way, responses: readonly ClientResponse[], resumes: boolean) {
  const { manner, tls, http } = way
  const carriages = responses.map(({ headers }): Carriage => JSON.parse(headers[CARRIAGE] ?? ''))
  const connections = new Set(carriages.map(({ connection }) => connection)).size
  t.equal(connections, manner === 'kept-alive' ? 1 : responses.length, 'as many connections as the manner asks for')
  for (const { protocol, alpn, resumed } of manner === 'resumed' ? carriages.slice(1) : carriages) {
    t.strictSame({ protocol, alpn, resumed }, {
      protocol: tls,
      alpn: tls === null ? null : http,
      resumed: manner === 'resumed' && resumes
    })
  }
}

function observed (response: ClientResponse | undefined, line: Record<string, unknown> | undefined) {
  if (response === undefined) throw new Error('there is no response')
  const { status, headers, body, json } = response
  const { [REQUEST_ID]: _sent, ...told } = headers
  return {
    status,
    json,
    challenge: headers['www-authenticate'] ?? null,
    secret: status < 300 ? null : SECRETS.exec(JSON.stringify(told) + body)?.[0] ?? null,
    log: line === undefined ? null : shorten(line)
  }
}

function expected ({ answer, log }: Row) {
  const code = typeof answer === 'string' ? answer : null
  const { statusCode, subStatus, message } = code === null ? { statusCode: 200, subStatus: null } : answers[code]
  return {
    status: statusCode,
    json: code === null ? answer : { statusCode, code, error: STATUS_CODES[statusCode], message, subStatus },
    challenge: null,
    secret: null,
    log: log && { code, subStatus, certificate: null, ...log }
  }
}

/** The facts of a log line that the rows tell. */
function shorten (line: Record<string, unknown>) {
  const { code, subStatus, virtualRoot, step, user, issuer, serialNumber, trust, chain } = line
  const certificate = chain === undefined ? null : { issuer, serialNumber, trust, chain }
  return { code, subStatus, virtualRoot, step, user, certificate }
}
