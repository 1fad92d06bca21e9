import t from 'tap'
import { extensionProfile } from '../../../lib/trust/certificate/extension-profile.js'
import { readExtensions, type Extensions } from '../../../lib/trust/certificate/extensions.js'
import { DerCursor } from '../../../lib/trust/der/der-cursor.js'
import { CertTrust } from '../../../lib/trust/status.js'
import { element, extension, objectIdentifier, octets, octetString, sequence, text, TRUE } from '../../support/der.js'

const { INVALID_EXTENSION, INVALID_NAME_CONSTRAINTS, INVALID_POLICY_CONSTRAINTS } = CertTrust
const ABSENT = {
  basicConstraints: null,
  keyUsage: null,
  extKeyUsage: null,
  applicationPolicies: null,
  certificatePolicies: null,
  policyMappings: null,
  policyConstraints: null,
  inhibitAnyPolicy: null,
  authorityKeyIdentifier: null,
  subjectKeyIdentifier: null,
  subjectAltName: null,
  nameConstraints: null,
  cRLDistributionPoints: null
}

function read (oid: string, value: Buffer): Extensions {
  return readExtensions(new DerCursor(element(0xa3, sequence(extension(oid, value)))), 0xa3, 3)
}

function fieldsOf ({ list, first, errors, ...fields }: Extensions): typeof fields {
  return { ...fields }
}

const policies = sequence(sequence(objectIdentifier('1.2.3')))
const nameConstraints = sequence(element(0xa0, sequence(text(0x82, 'a'))))
const generalNames = sequence(text(0x82, 'example.org'))

t.test('each extension is read, and a malformed one allows least', async (t) => {
  const invalidPolicy = INVALID_EXTENSION | INVALID_POLICY_CONSTRAINTS
  const cases: Record<string, [value: Buffer, says: object, malformed: number, allows: object]> = {
    '2.5.29.19': [
      sequence(TRUE), { basicConstraints: { cA: true, pathLenConstraint: null } },
      INVALID_EXTENSION, { basicConstraints: { cA: false, pathLenConstraint: null } }
    ],
    '2.5.29.15': [octets('03020106'), { keyUsage: 0x60 }, INVALID_EXTENSION, { keyUsage: 0 }],
    '2.5.29.37': [
      sequence(objectIdentifier('1.2.3')), { extKeyUsage: ['1.2.3'] }, invalidPolicy, { extKeyUsage: [] }
    ],
    '1.3.6.1.4.1.311.21.10': [policies, { applicationPolicies: ['1.2.3'] }, invalidPolicy, { applicationPolicies: [] }],
    '2.5.29.35': [
      sequence(),
      { authorityKeyIdentifier: { keyIdentifier: null, authorityCertIssuer: [], authorityCertSerialNumber: null } },
      INVALID_EXTENSION, {}
    ],
    '2.5.29.14': [octetString('61'), { subjectKeyIdentifier: octets('61') }, INVALID_EXTENSION, {}],
    '2.5.29.17': [
      generalNames, { subjectAltName: generalNames }, INVALID_EXTENSION, { subjectAltName: new Uint8Array(0) }
    ],
    '2.5.29.18': [generalNames, {}, INVALID_EXTENSION, {}],
    '2.5.29.30': [
      nameConstraints, { nameConstraints }, INVALID_EXTENSION | INVALID_NAME_CONSTRAINTS, {}
    ],
    '2.5.29.32': [policies, { certificatePolicies: ['1.2.3'] }, invalidPolicy, { certificatePolicies: [] }],
    '2.5.29.33': [
      sequence(sequence(objectIdentifier('1.2.3'), objectIdentifier('1.2.4'))),
      { policyMappings: [{ issuerDomainPolicy: '1.2.3', subjectDomainPolicy: '1.2.4' }] },
      invalidPolicy, { policyMappings: [] }
    ],
    '2.5.29.36': [
      sequence(element(0x81, '03')),
      { policyConstraints: { requireExplicitPolicy: null, inhibitPolicyMapping: 3 } },
      invalidPolicy, { policyConstraints: { requireExplicitPolicy: 0, inhibitPolicyMapping: 0 } }
    ],
    '2.5.29.54': [octets('020103'), { inhibitAnyPolicy: 3 }, invalidPolicy, { inhibitAnyPolicy: 0 }],
    '2.5.29.31': [
      sequence(sequence(element(0xa2, text(0x82, 'a')))),
      {
        cRLDistributionPoints: [
          { distributionPoint: null, reasons: null, cRLIssuer: [{ form: 'dNSName', value: 'a' }] }
        ]
      },
      INVALID_EXTENSION, {}
    ],
    '1.3.6.1.5.5.7.1.1': [sequence(sequence(objectIdentifier('1.2.3'), text(0x86, 'a'))), {}, INVALID_EXTENSION, {}]
  }
  t.strictSame(Object.keys(cases).sort(), [...extensionProfile.keys()].sort(), 'all of them')
  for (const [oid, [value, says, malformed, allows]] of Object.entries(cases)) {
    const right = read(oid, value)
    t.equal(right.errors & malformed & INVALID_EXTENSION, 0, oid)
    t.strictSame(fieldsOf(right), { ...ABSENT, ...says }, oid)
    const wrong = read(oid, octets('0500'))
    t.equal(wrong.errors & malformed, malformed, `${oid} malformed`)
    t.strictSame(fieldsOf(wrong), { ...ABSENT, ...allows }, `${oid} malformed`)
  }
})
