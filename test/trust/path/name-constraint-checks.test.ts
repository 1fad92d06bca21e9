import t from 'tap'
import { Certificate } from '../../../lib/trust/certificate/certificate.js'
import { defaultBudget } from '../../../lib/trust/path/budget.js'
import { NameConstraintChecks, nameConstraintsOf } from '../../../lib/trust/path/name-constraint-checks.js'
import { CertTrust } from '../../../lib/trust/status.js'
import { certificate, commonName, element, extension, sequence, text } from '../../support/der.js'
import { nameConstraints } from '../../support/name-constraints.js'

const { HAS_NOT_PERMITTED_NAME_CONSTRAINT, INVALID_NAME_CONSTRAINTS } = CertTrust
const dns = (value: string): Buffer => text(0x82, value)

function authority (value: Buffer): Certificate {
  return Certificate.decode(certificate({ extensionList: sequence(extension('2.5.29.30', value)) }))
}

function subject (...names: Buffer[]): Certificate {
  return Certificate.decode(certificate({ extensionList: sequence(extension('2.5.29.17', sequence(...names))) }))
}

function checks (nameConstraintComparisons: number, ...known: Certificate[]): NameConstraintChecks {
  return new NameConstraintChecks(
    new Map(known.map((certificate) => [certificate, nameConstraintsOf(certificate)!])),
    { ...defaultBudget, nameConstraintComparisons }
  )
}

const exampleOnly = authority(nameConstraints({ permitted: [dns('example.org')] }))
// Each costs 5 comparisons: for the name, and for `example.org`, `.org`, `org` and the empty base
const good = subject(dns('example.org'))
const bad = subject(dns('example.com'))

t.test('an authority without constraints, or with malformed ones, has none to judge by', async (t) => {
  const malformed = authority(sequence())
  t.equal(nameConstraintsOf(malformed), null)
  t.equal(malformed.extensionErrors & INVALID_NAME_CONSTRAINTS, INVALID_NAME_CONSTRAINTS)
  t.equal(nameConstraintsOf(Certificate.decode(certificate())), null)
  t.equal(checks(100).judge(malformed, [bad]), 0)
})

t.test('all the certificates below are judged', async (t) => {
  t.equal(checks(100).judge(exampleOnly, [good]), 0)
  t.equal(checks(100).judge(exampleOnly, [good, bad]), HAS_NOT_PERMITTED_NAME_CONSTRAINT)
  t.equal(checks(100).judge(exampleOnly, []), 0)
})

t.test('constraints can be known before', async (t) => {
  t.equal(checks(100, exampleOnly).judge(exampleOnly, [bad]), HAS_NOT_PERMITTED_NAME_CONSTRAINT)
})

t.test('a fault of the constraints is told whoever is below', async (t) => {
  const malformedBase = authority(nameConstraints({ permitted: [dns('*.example.org')] }))
  t.equal(checks(100).judge(malformedBase, []), INVALID_NAME_CONSTRAINTS)
})

t.test('a subjectAltName that is malformed or repeated is told on who constrains', async (t) => {
  const malformed = subject()
  t.equal(checks(100).judge(exampleOnly, [malformed]), INVALID_NAME_CONSTRAINTS)
  const alternatives = extension('2.5.29.17', sequence(dns('example.org')))
  const repeated = Certificate.decode(certificate({ extensionList: sequence(alternatives, alternatives) }))
  t.equal(checks(100).judge(exampleOnly, [repeated]), INVALID_NAME_CONSTRAINTS)
})

t.test('a pair is judged once, in however many paths it is', async (t) => {
  const once = checks(10)
  for (let path = 0; path < 5; path++) {
    t.equal(once.judge(exampleOnly, [good]), 0)
    t.equal(once.judge(exampleOnly, [bad]), HAS_NOT_PERMITTED_NAME_CONSTRAINT)
  }
  t.notOk(once.exceeded)
})

t.test('where the budget ends, names are not permitted, and it is told', async (t) => {
  const few = checks(9)
  t.equal(few.judge(exampleOnly, [good]), 0)
  t.notOk(few.exceeded)
  t.equal(few.judge(authority(nameConstraints({ excluded: [dns('a')] })), [good]), HAS_NOT_PERMITTED_NAME_CONSTRAINT)
  t.ok(few.exceeded)
})

t.test('the subject counts, and its version 1 does not hinder', async (t) => {
  const constraints = authority(nameConstraints({ excluded: [element(0xa4, commonName('Subject'))] }))
  const old = Certificate.decode(certificate({ version: '' }))
  t.strictSame(CertTrust.namesOf(checks(100).judge(constraints, [old])), ['HAS_EXCLUDED_NAME_CONSTRAINT'])
})
