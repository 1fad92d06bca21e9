import t from 'tap'
import {
  checkInhibitAnyPolicy, checkPolicyConstraints, checkPolicyMappings, readCertificatePolicies
} from '../../../../lib/trust/certificate/extensions/policies.js'
import { element, integer, objectIdentifier, octets, sequence, text } from '../../../support/der.js'
import { allRead, allRefused, readAll } from '../../../support/reading.js'

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

t.test('policyMappings has pairs of policies', async (t) => {
  allRead(t, checkPolicyMappings, { 'two pairs': sequence(sequence(one, two), sequence(two, one)) })
  allRefused(t, checkPolicyMappings, {
    'no pair': sequence(), 'half a pair': sequence(sequence(one)), 'three of them': sequence(sequence(one, two, one))
  })
})

t.test('policyConstraints has one number or two', async (t) => {
  allRead(t, checkPolicyConstraints, {
    requireExplicitPolicy: sequence(element(0x80, '00')),
    inhibitPolicyMapping: sequence(element(0x81, '05')),
    both: sequence(element(0x80, '00'), element(0x81, '05'))
  })
  allRefused(t, checkPolicyConstraints, {
    nothing: sequence(),
    'another order': sequence(element(0x81, '05'), element(0x80, '00')),
    'an untagged number': sequence(integer('05')),
    'a negative number': sequence(element(0x80, 'ff')),
    'a third number': sequence(element(0x80, '00'), element(0x81, '05'), element(0x82, '05'))
  })
})

t.test('inhibitAnyPolicy is a number', async (t) => {
  allRead(t, checkInhibitAnyPolicy, { zero: integer('00') })
  allRefused(t, checkInhibitAnyPolicy, { 'a negative number': integer('ff'), nothing: octets('') })
})
