import t from 'tap'
import {
  readCertificatePolicies, readInhibitAnyPolicy, readPolicies, readPolicyConstraints, readPolicyMappings
} from '../../../../lib/trust/certificate/extensions/policies.js'
import { element, integer, objectIdentifier, octets, sequence, text } from '../../../support/der.js'
import { allRefused, readAll } from '../../../support/reading.js'

const one = objectIdentifier('1.2.3')
const two = objectIdentifier('1.2.4')
const practiceStatement = sequence(objectIdentifier('1.3.6.1.5.5.7.2.1'), text(0x16, 'https://example.org/'))

t.test('all policies are read, with qualifiers and without', async (t) => {
  t.strictSame(readAll(readCertificatePolicies, sequence(
    sequence(one),
    sequence(two, sequence(practiceStatement, practiceStatement))
  )), ['1.2.3', '1.2.4'])
})

t.test('anything else is no certificatePolicies', async (t) => {
  allRefused(t, readCertificatePolicies, {
    'no policy': sequence(),
    'the same policy twice': sequence(sequence(one), sequence(two), sequence(one)),
    'a policy that is no SEQUENCE': sequence(one),
    'an empty policy': sequence(sequence()),
    'no qualifier in the list': sequence(sequence(one, sequence())),
    'a qualifier without a value': sequence(sequence(one, sequence(sequence(two)))),
    'a qualifier with two values': sequence(sequence(one, sequence(sequence(two, '0500', '0500')))),
    'two lists of qualifiers': sequence(sequence(one, sequence(practiceStatement), sequence(practiceStatement)))
  })
})

t.test('application policies have the same form, and there may be none', async (t) => {
  t.strictSame(readAll(readPolicies, sequence(sequence(one), sequence(two))), ['1.2.3', '1.2.4'])
  t.strictSame(readAll(readPolicies, sequence()), [])
})

t.test('policyMappings has pairs of policies', async (t) => {
  t.strictSame(readAll(readPolicyMappings, sequence(sequence(one, two), sequence(two, one))), [
    { issuerDomainPolicy: '1.2.3', subjectDomainPolicy: '1.2.4' },
    { issuerDomainPolicy: '1.2.4', subjectDomainPolicy: '1.2.3' }
  ])
  allRefused(t, readPolicyMappings, {
    'no pair': sequence(), 'half a pair': sequence(sequence(one)), 'three of them': sequence(sequence(one, two, one))
  })
})

t.test('policyConstraints has one number or two', async (t) => {
  const read = (...numbers: Buffer[]) => readAll(readPolicyConstraints, sequence(...numbers))
  t.strictSame(read(element(0x80, '00')), { requireExplicitPolicy: 0, inhibitPolicyMapping: null })
  t.strictSame(read(element(0x81, '05')), { requireExplicitPolicy: null, inhibitPolicyMapping: 5 })
  t.strictSame(read(element(0x80, '00'), element(0x81, '05')), { requireExplicitPolicy: 0, inhibitPolicyMapping: 5 })
  allRefused(t, readPolicyConstraints, {
    nothing: sequence(),
    'another order': sequence(element(0x81, '05'), element(0x80, '00')),
    'an untagged number': sequence(integer('05')),
    'a negative number': sequence(element(0x80, 'ff')),
    'a third number': sequence(element(0x80, '00'), element(0x81, '05'), element(0x82, '05'))
  })
})

t.test('inhibitAnyPolicy is a number', async (t) => {
  t.equal(readAll(readInhibitAnyPolicy, integer('00')), 0)
  t.equal(readAll(readInhibitAnyPolicy, integer('05')), 5)
  allRefused(t, readInhibitAnyPolicy, { 'a negative number': integer('ff'), nothing: octets('') })
})
