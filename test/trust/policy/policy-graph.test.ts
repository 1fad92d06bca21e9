import t from 'tap'
import { PolicyGraph } from '../../../lib/trust/policy/policy-graph.js'

const ANY = '2.5.29.32.0'

/** What one certificate does to the graph. */
type Step = (graph: PolicyGraph) => void

const states = (...policies: string[]): Step => (graph) => graph.addCertificate(policies, true)
const statesWithoutAny = (...policies: string[]): Step => (graph) => graph.addCertificate(policies, false)
const statesNothing: Step = (graph) => graph.addCertificate(null, true)
const maps = (...pairs: Array<readonly [string, string]>): Step => (graph) => graph.map(mappings(pairs))
const deletes = (...pairs: Array<readonly [string, string]>): Step => (graph) => graph.deleteMapped(mappings(pairs))

function mappings (pairs: ReadonlyArray<readonly [string, string]>) {
  return pairs.map(([issuerDomainPolicy, subjectDomainPolicy]) => ({ issuerDomainPolicy, subjectDomainPolicy }))
}

for (const [name, steps, expected] of [
  ['no certificate leaves anyPolicy', [], [ANY]],
  ['one certificate states its policies', [states('A', 'B')], ['A', 'B']],
  ['the next one keeps those that it states too', [states('A', 'B'), states('B', 'C')], ['B']],
  ['certificates of different policies have none together', [states('A'), states('B')], []],
  ['what is gone does not come back', [states('A'), states('B'), states('A', ANY)], []],
  ['a certificate without policies ends them', [states(ANY), statesNothing, states(ANY)], []],
  ['anyPolicy above lets a policy begin', [states(ANY), states('A')], ['A']],
  ['anyPolicy below keeps all of them', [states('A', 'B'), states(ANY)], ['A', 'B']],
  ['anyPolicy beside another keeps all of them once', [states('A', 'B'), states('B', ANY)], ['A', 'B']],
  ['anyPolicy all the way down stays', [states(ANY), states(ANY, 'A')], [ANY, 'A']],
  ['anyPolicy that does not count keeps nothing', [states('A', 'B'), statesWithoutAny(ANY, 'B')], ['B']],
  ['anyPolicy that did not count lets nothing begin', [statesWithoutAny(ANY), states('A')], []],
  ['a mapped policy is found by its new name', [states('A'), maps(['A', 'B']), states('B')], ['A']],
  ['a mapped policy is not found by its own name', [states('A'), maps(['A', 'B']), states('A')], []],
  ['a policy that is mapped to itself too is', [states('A'), maps(['A', 'B'], ['A', 'A']), states('A')], ['A']],
  ['policies that change names', [states('A', 'B'), maps(['A', 'B'], ['B', 'A']), states('B')], ['A']],
  ['one policy mapped to two', [states('A'), maps(['A', 'B'], ['A', 'C']), states('B', 'C')], ['A']],
  ['two policies mapped to one', [states('A', 'B'), maps(['A', 'C'], ['B', 'C']), states('C')], ['A', 'B']],
  ['a policy mapped to one that stands', [states('A', 'B'), maps(['A', 'B']), states('B')], ['A', 'B']],
  ['a mapping of a policy that does not hold', [states('A'), maps(['B', 'C']), states('A', 'C')], ['A']],
  ['a policy mapped twice the same', [states('A'), maps(['A', 'B'], ['A', 'B']), states('B')], ['A']],
  ['a mapping under anyPolicy makes its policy', [states(ANY), maps(['A', 'B']), states('B')], ['A']],
  ['... for all that it is mapped to', [states(ANY), maps(['A', 'B'], ['A', 'C']), states('C')], ['A']],
  ['... and lets its name begin anew', [states(ANY), maps(['A', 'B']), states('A')], ['A']],
  ['two mappings in a row', [states('A'), maps(['A', 'B']), states('B'), maps(['B', 'C']), states('C')], ['A']],
  ['anyPolicy keeps what is mapped', [states('A'), maps(['A', 'B']), states(ANY), states('B')], ['A']],
  ['a mapping that is forbidden deletes', [states('A', 'B'), deletes(['A', 'B']), states('A', 'B')], ['B']],
  ['a mapping that is forbidden deletes nothing else', [states('B'), deletes(['A', 'B']), states('B')], ['B']]
] as const) {
  t.test(name, async (t) => {
    const graph = new PolicyGraph()
    for (const step of steps) step(graph)
    t.strictSame([...graph.authorityConstrainedPolicySet()].sort(), [...expected].sort())
  })
}

t.test('the nodes of a certificate are counted, anyPolicy aside', async (t) => {
  const graph = new PolicyGraph()
  t.equal(graph.nodeCount, 0)
  graph.addCertificate([ANY, 'A', 'B'], true)
  t.equal(graph.nodeCount, 2)
})

t.test('a tree of 2 to the power of 1 000 nodes is a graph of 2 000 (CVE-2023-0464)', async (t) => {
  const graph = new PolicyGraph()
  const everyToEvery = mappings([['A', 'A'], ['A', 'B'], ['B', 'A'], ['B', 'B']])
  for (let depth = 0; depth < 1000; depth++) {
    graph.addCertificate(['A', 'B'], true)
    graph.map(everyToEvery)
    t.equal(graph.nodeCount, 2)
  }
  t.strictSame([...graph.authorityConstrainedPolicySet()], ['A', 'B'])
})
