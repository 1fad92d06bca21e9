import t from 'tap'
import { ClientVerifier } from '../../lib/gate/client-verifier.js'
import { requestDecider } from '../../lib/gate/decide-request.js'
import type { RequestDecider } from '../../lib/gate/decide-request.js'
import type { DecidedRequest } from '../../lib/gate/decided-request.js'
import type { GateRequest } from '../../lib/gate/gate-request.js'
import { createSite } from '../../lib/site/options.js'
import type { Governing } from '../../lib/site/virtual-roots.js'
import { createGuardedSite } from '../support/guarded-site.js'

const guarded = await createGuardedSite({ '/open': {} })
const site = createSite(guarded.site)
const govern = ({ url }: GateRequest): Governing => {
  if (url === '/wrong') throw new TypeError('wrong options')
  return site.virtualRoots.govern(url)
}
const decider = requestDecider(site, govern, new ClientVerifier(site))
const errors: unknown[] = []

/** A connection whose client has shown this certificate; `seen` is called each time that it is asked for. */
function socketOf (der: Buffer | undefined, seen = (): void => undefined): object {
  const shown = (): object | undefined => {
    seen()
    return der && { raw: der, fingerprint256: 'AB' }
  }
  return {
    encrypted: true,
    on: () => undefined,
    isSessionReused: () => false,
    getCipher: () => ({ standardName: 'TLS_AES_256_GCM_SHA384' }),
    getPeerX509Certificate: shown,
    getPeerCertificate: () => shown() ?? {}
  }
}

function decided (url: string, options: { der?: Buffer, socket?: object, by?: RequestDecider } = {}): DecidedRequest {
  const { der, by = decider, socket = socketOf(der) } = options
  return by.decide({
    raw: { headers: {}, socket }, url, method: 'GET', log: { error: (error: unknown) => errors.push(error) }
  } as unknown as GateRequest)
}

t.test('what no root governs, or a root that wants no certificate, is not certificate-only', async (t) => {
  for (const url of ['/elsewhere', '/open']) {
    const entered = decided(url, { der: guarded.alice.der })
    t.match(entered, { decision: { admitted: true }, certificateOnly: false, clientCertificate: null }, url)
  }
})

t.test('a certificate root is certificate-only, whoever comes', async (t) => {
  const { alice, stranger } = guarded
  const entered = decided('/Accounts', { der: alice.der })
  t.match(entered, { decision: { admitted: true, pseudoUser: { name: 'Alice' } }, certificateOnly: true })
  t.strictSame(entered.clientCertificate?.raw, alice.der)
  t.match(decided('/Accounts', { der: stranger.der }), { decision: { subStatus: '403.12' }, certificateOnly: true, clientCertificate: null })
  t.match(decided('/Accounts'), { decision: { subStatus: '403.7' }, certificateOnly: true, clientCertificate: null })
})

t.test('so is a path that may lie in one', async (t) => {
  for (const url of ['/open/../Accounts', '/%zz', '']) {
    t.match(decided(url), { decision: { code: 'FST_CE_AMBIGUOUS_PATH' }, certificateOnly: true }, url)
  }
})

t.test('a request like the one before on its connection gets the decision of that one', async (t) => {
  let asked = 0
  const askedThen: number[] = []
  const socket = socketOf(guarded.alice.der, () => { asked++ })
  for (let request = 0; request < 4; request++) {
    const { decision, clientCertificate } = decided('/Accounts', { socket })
    t.match(decision, { admitted: true, pseudoUser: { name: 'Alice' } })
    t.strictSame(clientCertificate?.raw, guarded.alice.der)
    askedThen.push(asked)
  }
  t.ok(asked > 0)
  t.ok(askedThen.every((count) => count === asked), 'the first alone asks for the certificate')
  for (let request = 0; request < 2; request++) {
    t.match(decided('/open', { socket }), { decision: { admitted: true }, clientCertificate: null })
  }
})

t.test('what is remembered of a connection ends with the certificate, and is not used at a time that is none', async (t) => {
  const notAfter = guarded.alice.certificate.notAfter.getTime()
  let now: unknown = new Date(notAfter)
  const aging = createSite({ ...guarded.site, clock: () => now as Date })
  const agingDecider = requestDecider(aging, govern, new ClientVerifier(aging))
  const socket = socketOf(guarded.alice.der)
  const answers = [notAfter, notAfter, notAfter, notAfter + 1, notAfter, NaN, null, notAfter].map((time) => {
    now = time === null ? 'now' : new Date(time)
    return decided('/Accounts', { socket, by: agingDecider }).decision.subStatus
  })
  t.strictSame(answers, [null, null, null, '403.17', null, '403.16', '403.16', null])
})

t.test('what goes wrong refuses, and is logged', async (t) => {
  errors.length = 0
  const failing = socketOf(undefined, () => { throw new Error('no socket') })
  const refused = { decision: { admitted: false, code: 'FST_CE_CERT_UNTRUSTED' }, certificateOnly: true, clientCertificate: null }
  t.match(decided('/Accounts', { socket: failing }), refused)
  t.match(decided('/wrong'), refused)
  t.match(errors, [{ message: 'no socket' }, { name: 'TypeError' }])
})
