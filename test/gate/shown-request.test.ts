import t from 'tap'
import type { DecidedRequest } from '../../lib/gate/decided-request.js'
import type { GateRequest } from '../../lib/gate/gate-request.js'
import { decidedRequestOf, recordDecided, shownGetters } from '../../lib/gate/shown-request.js'

let asked = 0
const getters = shownGetters<object>(() => {
  asked++
  return { raw: { socket: {} }, method: 'GET', url: '/x' } as GateRequest
})
const { virtualRoot, pseudoUser, clientCertificate, serverVariables } = getters
const decided = {
  virtualRoot: { path: '/' }, pseudoUser: { name: 'Alice' }, clientCertificate: null
} as unknown as DecidedRequest

function shownOf (request: object): unknown[] {
  return [virtualRoot.call(request), pseudoUser.call(request), clientCertificate.call(request)]
}

t.test('a request shows what was decided of it, and nothing before', async (t) => {
  const request = {}
  t.equal(decidedRequestOf(request), null)
  t.strictSame(shownOf(request), [null, null, null])
  recordDecided(request, decided)
  t.equal(decidedRequestOf(request), decided)
  t.strictSame(shownOf(request), [decided.virtualRoot, decided.pseudoUser, null])
  recordDecided(request, null)
  t.strictSame(shownOf(request), [null, null, null])
})

t.test('server variables are made once, and tell who was let in', async (t) => {
  const request = {}
  recordDecided(request, decided)
  t.match(serverVariables.call(request), { AUTH_USER: 'Alice', URL: '/x' })
  t.equal(serverVariables.call(request), serverVariables.call(request))
  t.equal(asked, 1)
})
