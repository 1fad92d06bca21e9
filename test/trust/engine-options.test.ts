import { X509Certificate } from 'node:crypto'
import t from 'tap'
import { Certificate } from '../../lib/trust/certificate/certificate.js'
import { readEngineOptions } from '../../lib/trust/engine-options.js'
import { defaultBudget } from '../../lib/trust/path/budget.js'
import { certificate } from '../support/der.js'

const trustAnchors = certificate()
const { fingerprint256 } = new X509Certificate(trustAnchors)
const decoded = Certificate.decode(trustAnchors)

t.test('everything but the anchors has a default', async (t) => {
  t.match(readEngineOptions({ trustAnchors }), {
    intermediates: [],
    crls: [],
    ocspResponses: [],
    ocspClockSkew: 300_000,
    strength: 'modern',
    budget: defaultBudget,
    timeNesting: false,
    cacheSize: 1000
  })
})

t.test('empty lists of what need not be given are nothing', async (t) => {
  const settings = readEngineOptions({ trustAnchors, intermediates: [], distrusted: [], crls: [], ocspResponses: [] })
  t.match(settings, { intermediates: [], crls: [], ocspResponses: [] })
  t.notOk(settings.distrusted.includes(decoded, null))
})

t.test('a budget changes the limits that it names', async (t) => {
  const { budget } = readEngineOptions({ trustAnchors, budget: { depth: 3 } })
  t.same(budget, { ...defaultBudget, depth: 3 })
})

t.test('distrusted certificates and fingerprints are recognized in any spelling', async (t) => {
  for (const distrusted of [trustAnchors, [fingerprint256], fingerprint256.toLowerCase().replaceAll(':', '')]) {
    t.ok(readEngineOptions({ trustAnchors, distrusted }).distrusted.includes(decoded, null))
  }
})

for (const [name, options, message] of [
  ['no anchors', { trustAnchors: undefined }, /^trustAnchors /],
  ['an empty list of anchors', { trustAnchors: [] }, /^trustAnchors /],
  ['anchors that are no certificates', { trustAnchors: ['roots.pem'] }, /^trustAnchors\[0\] /],
  ['intermediates that are none', { trustAnchors, intermediates: '' }, /^intermediates /],
  ['a CRL that is none', { trustAnchors, crls: 'garbage' }, /^crls /],
  ['an OCSP response that is none', { trustAnchors, ocspResponses: [trustAnchors] }, /^ocspResponses\[0\] is no OCSP/],
  ['a clock that is wrong by less than nothing', { trustAnchors, ocspClockSkew: -1 }, /^ocspClockSkew: -1 is/],
  ['a distrusted name', { trustAnchors, distrusted: 'Mallory' }, /^distrusted: 'Mallory' is/],
  ['a fingerprint cut short', { trustAnchors, distrusted: [fingerprint256.slice(0, -1)] }, /^distrusted\[0\]: .* 64 hexadecimal digits/],
  ['a SHA-1 fingerprint', { trustAnchors, distrusted: ['00'.repeat(20)] }, /^distrusted\[0\]: .* 64 hexadecimal digits/],
  ['an unknown strength', { trustAnchors, strength: 'toString' }, /^strength: 'toString' is/],
  ['an unknown option', { trustAnchors, anchors: 1 }, /unknown option 'anchors'/],
  ['an unknown limit', { trustAnchors, budget: { width: 1 } }, /unknown option 'width'/],
  ['a limit of nothing', { trustAnchors, budget: { depth: 0 } }, /^budget.depth: 0 is/],
  ['a limit that is no number', { trustAnchors, budget: { depth: '3' } }, /^budget.depth: '3' is/],
  ['time nesting that is no boolean', { trustAnchors, timeNesting: 'yes' }, /^timeNesting: 'yes' is/],
  ['a cache of less than nothing', { trustAnchors, cacheSize: -1 }, /^cacheSize: -1 is/]
] as const) {
  t.test(`${name} is a TypeError that names the option`, async (t) => {
    t.throws(() => readEngineOptions(options as never), { name: 'TypeError', message })
  })
}
