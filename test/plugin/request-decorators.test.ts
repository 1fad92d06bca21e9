import Fastify, { type FastifyRequest } from 'fastify'
import t from 'tap'
import type { Decision } from '../../lib/access/decision.js'
import { DecidedRequest } from '../../lib/gate/decided-request.js'
import { decidedRequestOf, recordDecided } from '../../lib/gate/shown-request.js'
import { decorateRequests } from '../../lib/plugin/request-decorators.js'
import { VirtualRoots, type VirtualRoot } from '../../lib/site/virtual-roots.js'

const [root] = [...new VirtualRoots({ '/': {} })] as [VirtualRoot]
const pseudoUser = { name: 'Alice', groups: [], isAdministrator: false }
const decision = { admitted: true, virtualRoot: root, pseudoUser, chain: null } as unknown as Decision

function seen ({ virtualRoot, pseudoUser, clientCertificate }: FastifyRequest): unknown[] {
  return [virtualRoot, pseudoUser, clientCertificate]
}

t.test('a request shows what was decided of it, also in a context that was there before', async (t) => {
  const app = Fastify()
  const shown: unknown[] = []
  const look = async (request: FastifyRequest): Promise<string> => {
    shown.push(decidedRequestOf(request), seen(request))
    const decided = new DecidedRequest(request, decision, root, false)
    recordDecided(request, decided)
    shown.push(decidedRequestOf(request) === decided, seen(request))
    recordDecided(request, null)
    shown.push(seen(request))
    return 'done'
  }
  await app.register(async (child) => {
    child.decorateRequest('own', null)
    child.get('/before', look)
  })
  decorateRequests(app)
  app.get('/after', look)
  const nothing = [null, null, null]
  for (const url of ['/before', '/after']) {
    shown.length = 0
    await app.inject(url)
    t.strictSame(shown, [null, nothing, true, [root, pseudoUser, null], nothing], url)
  }
})

t.test('nobody can put something else in its place', async (t) => {
  const app = Fastify()
  decorateRequests(app)
  app.get('/', async (request) => { Object.assign(request, { pseudoUser }) })
  t.match((await app.inject('/')).json(), { statusCode: 500, message: /Cannot set property pseudoUser/ })
})

t.test('server variables are made once', async (t) => {
  const app = Fastify()
  decorateRequests(app)
  app.get('/', async (request) => {
    const { serverVariables } = request
    return { ...serverVariables, isOne: request.serverVariables === serverVariables }
  })
  t.match((await app.inject('/')).json(), { AUTH_USER: '', HTTPS: 'off', isOne: true })
})
