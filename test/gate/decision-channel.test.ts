import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { FastifyRequest } from 'fastify'
import t from 'tap'
import type { Decision, DecisionMessage } from '../../lib/index.js'
import { publishDecision } from '../../lib/gate/decision-channel.js'
import { requestRawPath } from '../support/clients.js'
import { createGuardedSite } from '../support/guarded-site.js'
import { startSite } from '../support/start-site.js'

const NAME = 'fastify-ce-cert-auth:decision'

t.test('every decision is told, with its request', async (t) => {
  const { site, alice } = await createGuardedSite()
  const { port } = await startSite(t, site)
  const told: DecisionMessage[] = []
  const listen = (message: unknown): void => { told.push(message as DecisionMessage) }
  subscribe(NAME, listen)
  t.teardown(() => unsubscribe(NAME, listen))
  await requestRawPath({ port, identity: alice }, '/Accounts/balance')
  await requestRawPath({ port }, '/Accounts')
  t.match(told, [
    { decision: { admitted: true }, request: { url: '/Accounts/balance', pseudoUser: { name: 'Alice' } } },
    { decision: { admitted: false, subStatus: '403.7' }, request: { url: '/Accounts', pseudoUser: null } }
  ])
})

t.test('when nobody listens, nothing is made', async (t) => {
  t.doesNotThrow(() => publishDecision(null as unknown as Decision, null as unknown as FastifyRequest))
})
