import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import t from 'tap'
import { createGate, type Gate } from '../../lib/gate/gate.js'
import type { GateRequest, Logger } from '../../lib/gate/gate-request.js'
import { decidedRequestOf, type ShownRequest } from '../../lib/gate/shown-request.js'
import { createSite, type SiteOptions } from '../../lib/site/options.js'

interface Heard { level: keyof Logger, about: unknown, message: string | undefined }

const options: SiteOptions = { virtualRoots: { '/closed': { permissions: ['SSL'] }, '/private': { permissions: ['READ', 'DONT_CACHE'] } } }

/** A gate in front of an app that has nothing else. */
function gateOf (given: SiteOptions = options): { gate: Gate, heard: Heard[], closing: Array<() => unknown> } {
  const site = createSite(given)
  const heard: Heard[] = []
  const closing: Array<() => unknown> = []
  const hear = (level: keyof Logger) => (about: unknown, message?: string) => { heard.push({ level, about, message }) }
  const gate = createGate(site, {
    server: createServer(),
    httpVersions: ['HTTP/1.1'],
    log: { debug: hear('debug'), info: hear('info'), warn: hear('warn'), error: hear('error') },
    ruledRoutes: [],
    serverCreation: 'create it so',
    govern ({ url }) {
      if (url === '/wrong') throw new TypeError('wrong options')
      return site.virtualRoots.govern(url)
    },
    onClose: (release) => { closing.push(release) }
  })
  return { gate, heard, closing }
}

function requestFor (url: string, log: Logger): GateRequest {
  const raw = { method: 'GET', url, headers: { authorization: 'Basic eDp5' }, rawHeaders: [], socket: {} } as unknown as IncomingMessage
  return { raw, method: 'GET', url, originalUrl: url, log }
}

t.test('a request is decided, shown, sealed and logged', async (t) => {
  const { gate } = gateOf()
  const cases: Array<[url: string, code: string | null, said: RegExp | null, writesHead: boolean]> = [
    ['/closed', 'FST_CE_SSL_REQUIRED', /^refused: 403\.4 FST_CE_SSL_REQUIRED$/, true],
    ['/private', null, /^admitted$/, true],
    ['/elsewhere', null, null, false],
    ['/wrong', 'FST_CE_CERT_UNTRUSTED', /^refused: 403\.16/, true]
  ]
  for (const [url, code, said, writesHead] of cases) {
    const messages: string[] = []
    const say = (about: unknown, message = ''): void => { messages.push(message) }
    const request = requestFor(url, { debug: say, info: say, warn: say, error: say })
    const response = {} as ServerResponse
    const shown = request.raw as IncomingMessage & ShownRequest
    t.equal(gate.prepare(request, response), null, 'there is nothing to wait for')
    const decided = gate.settle(request, response, shown)
    t.equal(decided.decision.code, code, url)
    t.equal(decidedRequestOf(shown), decided)
    t.equal('writeHead' in response, writesHead, 'what can be sent is limited')
    if (said === null) t.strictSame(messages, [])
    else t.match(messages.at(-1), said)
  }
})

t.test('where nothing but a certificate may count, other credentials are gone', async (t) => {
  const { gate } = gateOf()
  const log: Logger = { debug () {}, info () {}, warn () {}, error () {} }
  for (const [url, isKept] of [['/closed', true], ['/x/..%2fclosed', false]] as const) {
    const { raw, ...rest } = requestFor(url, log)
    gate.settle({ raw, ...rest }, {} as ServerResponse, raw as IncomingMessage & ShownRequest)
    t.equal('authorization' in raw.headers, isKept, url)
  }
})

t.test('a request that can not be governed has nothing to wait for, and is refused', async (t) => {
  const { gate } = gateOf({ ...options, mapUser: () => true })
  const request = requestFor('/wrong', { debug () {}, info () {}, warn () {}, error () {} })
  t.equal(gate.prepare(request, {} as ServerResponse), null)
  const { decision } = gate.settle(request, {} as ServerResponse, request.raw as IncomingMessage & ShownRequest)
  t.equal(decision.admitted, false)
})

t.test('it opens with a report, and what the site warns of', async (t) => {
  const { gate, heard } = gateOf({ ...options, certTrustOverride: 0x20 })
  t.match(heard, [{ level: 'warn', about: /IS_UNTRUSTED_ROOT/ }])
  gate.open()
  t.match(heard.at(1), { level: 'info', about: { ceCertAuth: gate.report() } })
  t.match(gate.report(), { virtualRoots: [{ virtualRoot: '/closed' }, { virtualRoot: '/private' }], routes: [] })
})
