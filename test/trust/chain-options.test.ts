import t from 'tap'
import { readChainOptions } from '../../lib/trust/chain-options.js'
import { crl as makeCrl } from '../support/crl.js'
import { certificate } from '../support/der.js'
import { ocspResponse } from '../support/ocsp.js'

const time = new Date('2026-06-01T12:00:00Z')
const crl = makeCrl()

t.test('every option has a default, and the time is now', async (t) => {
  const before = Date.now()
  const request = readChainOptions({}, false)
  t.same(request, {
    additionalCertificates: [],
    time: request.time,
    usage: '1.3.6.1.5.5.7.3.2',
    revocation: 'none',
    crls: [],
    ocspResponses: [],
    initialPolicySet: new Set(['2.5.29.32.0']),
    requireExplicitPolicy: false,
    inhibitPolicyMapping: false,
    inhibitAnyPolicy: false
  })
  t.ok(request.time >= before && request.time <= Date.now())
})

for (const [usage, expected] of [
  ['clientAuth', '1.3.6.1.5.5.7.3.2'], ['serverAuth', '1.3.6.1.5.5.7.3.1'], ['1.2.3', '1.2.3'], [null, null]
] as const) {
  t.test(`the usage ${usage} is ${expected}`, async (t) => {
    t.equal(readChainOptions({ time, usage }, false).usage, expected)
  })
}

t.test('one additional certificate may come without an array', async (t) => {
  const one = certificate()
  t.same(readChainOptions({ additionalCertificates: one }, false).additionalCertificates, [one])
  t.same(readChainOptions({ additionalCertificates: [one] }, false).additionalCertificates, [one])
})

for (const [name, options, isKnown, expected] of [
  ['no CRLs', {}, false, 'none'],
  ['CRLs or OCSP responses of the engine', {}, true, 'chainExcludeRoot'],
  ['CRLs of the call', { crls: crl }, false, 'chainExcludeRoot'],
  ['OCSP responses of the call', { ocspResponses: ocspResponse() }, false, 'chainExcludeRoot'],
  ['CRLs and what was asked for', { crls: crl, revocation: 'none' }, true, 'none']
] as const) {
  t.test(`with ${name} revocation is ${expected}`, async (t) => {
    const { revocation, crls, ocspResponses } = readChainOptions(options, isKnown)
    t.equal(revocation, expected)
    t.equal(crls.length, 'crls' in options ? 1 : 0)
    t.equal(ocspResponses.length, 'ocspResponses' in options ? 1 : 0)
  })
}

for (const [options, message] of [
  [null, /^options of getCertificateChain/],
  [{ purpose: 'clientAuth' }, /unknown option 'purpose'/],
  [{ time: '2026-06-01' }, /^time: /],
  [{ time: new Date(NaN) }, /^time: /],
  [{ time: null }, /^time: /],
  [{ usage: 'clientauth' }, /^usage: 'clientauth' is not an OID/],
  [{ usage: 5 }, /^usage: 5 is/],
  [{ revocation: 'all' }, /^revocation: 'all' is not one of/],
  [{ crls: 5 }, /^crls /],
  [{ ocspResponses: null }, /^ocspResponses /],
  [{ initialPolicySet: '1.2.3' }, /^initialPolicySet: /],
  [{ initialPolicySet: ['1.2.3', 'any'] }, /^initialPolicySet\[1\]: 'any' is/],
  [{ requireExplicitPolicy: 1 }, /^requireExplicitPolicy: /],
  [{ inhibitPolicyMapping: 'no' }, /^inhibitPolicyMapping: /],
  [{ inhibitAnyPolicy: null }, /^inhibitAnyPolicy: /]
] as const) {
  t.test(`${JSON.stringify(options)} is a TypeError that names the option`, async (t) => {
    t.throws(() => readChainOptions(options as never, false), { name: 'TypeError', message })
  })
}

t.test('policy inputs are taken over', async (t) => {
  const inputs = { requireExplicitPolicy: true, inhibitAnyPolicy: true, inhibitPolicyMapping: true }
  t.match(readChainOptions({ initialPolicySet: ['1.2.3', '1.2.3'], ...inputs }, false), {
    initialPolicySet: new Set(['1.2.3']), ...inputs
  })
  t.equal(readChainOptions({ initialPolicySet: [] }, false).initialPolicySet.size, 0, 'none is accepted')
})
