import t from 'tap'
import { readAttributeRules } from '../../../lib/site/mapping/attribute-rules.js'
import { someValue, someValueLike, type Condition } from '../../../lib/site/mapping/condition.js'
import { attributesOf, issuerCN, type Facet } from '../../../lib/site/mapping/facets.js'
import { RuleTable, ShownValues, type Shown } from '../../../lib/site/mapping/rule-table.js'
import { commonName, name, utf8 } from '../../support/der.js'
import { shownCertificate } from '../../support/shown-certificate.js'

const issuer = someValue(issuerCN, 'CA')
const any = someValueLike(issuerCN, '*', { accepts: () => true, others: [] })
const subjectCN = attributesOf('subject', '2.5.4.3', true)
const subject = (name: string): Condition => someValue(subjectCN, name)
const alice = shownCertificate({ issuer: commonName('CA'), subject: commonName('Alice') })
const bob = shownCertificate({ issuer: commonName('Other CA'), subject: commonName('Bob') })

type Conditions = readonly [Condition, ...Condition[]]

function tableOf (...rules: Conditions[]): { table: RuleTable, shadows: number[] } {
  const table = new RuleTable()
  return { table, shadows: rules.map((conditions, position) => table.add(position, conditions)) }
}

t.test('the first rule that matches is found, however it is kept', async (t) => {
  for (const [rules, ofAlice, ofBob] of [
    [[[subject('Alice')], [subject('Bob')]], 0, 1],
    [[[any], [subject('Alice')]], 0, 0],
    [[[subject('Alice')], [any]], 0, 1],
    [[[subject('Alice'), someValue(issuerCN, 'Other CA')], [issuer]], 1, Infinity],
    [[[subject('Bob')], [issuer, any], [subject('Alice')]], 1, 0],
    [[[subject('Carol')]], Infinity, Infinity],
    [[], Infinity, Infinity]
  ] as ReadonlyArray<[rules: Conditions[], ofAlice: number, ofBob: number]>) {
    const { table } = tableOf(...rules)
    t.equal(table.find(alice, Infinity), ofAlice)
    t.equal(table.find(bob, Infinity), ofBob)
  }
})

t.test('what is no certificate is looked at as one, by what it shows', async (t) => {
  const { table } = tableOf([subject('Alice'), issuer], [subject('Bob')])
  const shows = (...values: Array<readonly [Facet, string]>): Shown => {
    return { of: (facet) => new Set(values.filter(([{ name }]) => name === facet.name).map(([, value]) => value)) }
  }
  t.equal(table.findShown(shows([subjectCN, 'Alice']), Infinity), Infinity)
  t.equal(table.findShown(shows([subjectCN, 'Alice'], [issuerCN, 'CA']), Infinity), 0)
  t.equal(table.findShown(shows([subjectCN, 'Bob']), Infinity), 1)
})

t.test('no rule behind a position is looked at', async (t) => {
  let asked = 0
  const watched = someValueLike(issuerCN, 'watched', { accepts: () => ++asked > 0, others: [] })
  const { table } = tableOf([subject('Bob')], [watched], [subject('Alice')])
  t.equal(table.find(alice, 1), 1)
  t.equal(asked, 0)
  t.equal(table.find(alice, 5), 1)
  t.equal(asked, 1)
})

t.test('a rule that asks for no less than an earlier one is found out, and still kept', async (t) => {
  const { table, shadows } = tableOf(
    [subject('Alice')], [subject('Alice'), issuer], [issuer], [any, issuer], [any], [any], [any, subject('Bob')], [issuer, subject('Bob')]
  )
  t.strictSame(shadows, [Infinity, 0, Infinity, 2, Infinity, 4, 4, 2])
  t.equal(table.find(alice, Infinity), 0)
})

t.test('a value that all ask for does not make them all be tried', async (t) => {
  const table = new RuleTable()
  let fitted = 0
  const common: Condition = { ...issuer, fits: (shown) => { fitted++; return issuer.fits(shown) } }
  for (let position = 0; position < 1_000; position++) table.add(position, [common, subject(`User${position}`)])
  const user = shownCertificate({ issuer: commonName('CA'), subject: commonName('User900') })
  t.equal(table.find(user, Infinity), 900)
  t.ok(fitted < 5)
})

t.test('what is found is what a look at one rule after the other finds', async (t) => {
  const patterns = ['a', 'b', 'ab', 'a*', '*b', '*a*', '*', 'b*', '*ab*', { matchCriteria: '*B', compareCaseSensitive: false }]
  const pick = <Item>(items: readonly Item[], seed: number): Item => items[seed % items.length]!
  const conditionsOf = (seed: number): Conditions => readAttributeRules(
    { CN: pick(patterns, seed), ...seed % 3 !== 0 && { OU: pick(patterns, seed * 7 >> 2) } },
    pick(['subject', 'issuer'], seed >> 1), seed % 5 === 0, 'rule'
  ) as unknown as Conditions
  const texts = ['a', 'b', 'ab', 'ba', 'aab', 'c', '', 'A', 'x\0']
  const nameOf = (seed: number): Buffer =>
    name(['2.5.4.3', utf8(pick(texts, seed))], ['2.5.4.11', utf8(pick(texts, seed * 5 >> 1))])
  const found = new Set<number>()
  for (let start = 0; start < 40; start++) {
    const rules = Array.from({ length: 1 + start }, (_, index) => conditionsOf(start * 31 + index * 17))
    const { table } = tableOf(...rules)
    for (let seed = 0; seed < 40; seed++) {
      const leaf = shownCertificate({ subject: nameOf(seed * 3), issuer: nameOf(seed * 11) })
      const shown = new ShownValues(leaf)
      const first = rules.findIndex((conditions) => conditions.every(({ facet, fits }) => fits(shown.of(facet))))
      const position = table.find(leaf, Infinity)
      if (position !== (first === -1 ? Infinity : first)) t.fail(`${start}, ${seed}: ${position}, not ${first}`)
      found.add(position)
    }
  }
  t.ok(found.size > 10, `${found.size} positions, none of them wrong`)
})
