import promClient from 'prom-client'
import t from 'tap'
import { readMetrics } from '../../lib/site/metrics.js'

t.test('the registry is the client\'s own, or another', async (t) => {
  t.equal(readMetrics({ client: promClient }).registry, promClient.register)
  const registry = new promClient.Registry()
  t.strictSame(readMetrics({ client: promClient, registry }), { client: promClient, registry })
})

t.test('the namespace of the module will do', async (t) => {
  const client = await import('prom-client')
  t.equal(readMetrics({ client }).client, client)
})

t.test('what can count nothing is told', async (t) => {
  const cases: Array<[value: unknown, complaint: RegExp]> = [
    [true, /^metrics: true is not a plain object/],
    [{}, /^metrics\.client: undefined is not prom-client; give the module itself$/],
    [{ client: null, registry: promClient.register }, /^metrics\.client: null is not prom-client/],
    [{ client: promClient.register }, /^metrics\.client: .* is not prom-client/],
    [{ client: promClient, registry: {} }, /^metrics\.registry: \{\} is not a Registry of prom-client; give one$/],
    [{ client: promClient, prefix: 'x' }, /^metrics: unknown option 'prefix'; known are client, registry$/]
  ]
  for (const [value, message] of cases) t.throws(() => readMetrics(value), { name: 'TypeError', message })
})
