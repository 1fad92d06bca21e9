import t from 'tap'
import { someValue, someValueLike, type Condition } from '../../../lib/site/mapping/condition.js'
import { attributes, issuerCN, type Facet } from '../../../lib/site/mapping/facets.js'
import { RuleTable, type Shown } from '../../../lib/site/mapping/rule-table.js'
import { commonName } from '../../support/der.js'
import { shownCertificate } from '../../support/shown-certificate.js'

const issuer = someValue(issuerCN, 'CA')
const any = someValueLike(issuerCN, '*', () => true)
const subject = (name: string): Condition => someValue(attributes.exact.subject, `2.5.4.3=${name}`)
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
    return { of: (facet) => new Set(values.filter(([other]) => other === facet).map(([, value]) => value)) }
  }
  t.equal(table.findShown(shows([attributes.exact.subject, '2.5.4.3=Alice']), Infinity), Infinity)
  t.equal(table.findShown(shows([attributes.exact.subject, '2.5.4.3=Alice'], [issuerCN, 'CA']), Infinity), 0)
  t.equal(table.findShown(shows([attributes.exact.subject, '2.5.4.3=Bob']), Infinity), 1)
})

t.test('no rule behind a position is looked at', async (t) => {
  let asked = 0
  const watched = someValueLike(issuerCN, 'watched', () => ++asked > 0)
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
