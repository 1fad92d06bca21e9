import t from 'tap'
import type { Certificate } from '../../../../lib/trust/certificate/certificate.js'
import { checkIsCA, checkPathLength } from '../../../../lib/trust/path/checks/basic-constraints.js'
import type { Path, PathElement } from '../../../../lib/trust/path/path.js'
import { CertTrust } from '../../../../lib/trust/status.js'

const { INVALID_BASIC_CONSTRAINTS } = CertTrust

for (const [name, index, version, cA, isTrustAnchor, expected] of [
  ['a CA', 1, 3, true, false, 0],
  ['a leaf that is no CA', 0, 3, null, false, 0],
  ['an issuer that says it is no CA', 1, 3, false, false, INVALID_BASIC_CONSTRAINTS],
  ['an issuer that does not say it', 1, 3, null, false, INVALID_BASIC_CONSTRAINTS],
  ['an issuer of version 1', 1, 1, null, false, INVALID_BASIC_CONSTRAINTS],
  ['an anchor of version 1', 1, 1, null, true, 0],
  ['an anchor of version 3 that does not say it', 1, 3, null, true, INVALID_BASIC_CONSTRAINTS],
  ['an anchor that says it is no CA', 1, 3, false, true, INVALID_BASIC_CONSTRAINTS]
] as const) {
  t.test(`${name} ${expected === 0 ? 'passes' : 'fails'}`, async (t) => {
    const basicConstraints = cA === null ? null : { cA, pathLenConstraint: null }
    const certificate = { version, basicConstraints } as Certificate
    t.equal(checkIsCA({ certificate, index, isTrustAnchor } as PathElement), expected)
  })
}

/** From the leaf to the CA that carries the constraint: which are self-issued. */
for (const [name, selfIssued, pathLenConstraint, expected] of [
  ['no limit', [false, false, false, false], null, 0],
  ['a limit of 0 and the leaf', [false, false], 0, 0],
  ['a limit of 0 and a self-issued leaf', [true, false], 0, 0],
  ['a limit of 0 and one intermediate', [false, false, false], 0, INVALID_BASIC_CONSTRAINTS],
  ['a limit of 0 and one that is self-issued', [false, true, false], 0, 0],
  ['a limit of 1 and one intermediate', [false, false, false], 1, 0],
  ['a limit of 1 and two intermediates', [false, false, false, false], 1, INVALID_BASIC_CONSTRAINTS],
  ['a limit of 1 and two, one self-issued', [false, true, false, false], 1, 0]
] as const) {
  t.test(`${name} ${expected === 0 ? 'passes' : 'fails'}`, async (t) => {
    const certificates = selfIssued.map((isSelfIssued) => ({ isSelfIssued } as Certificate))
    const index = certificates.length - 1
    const basicConstraints = { cA: true, pathLenConstraint }
    const certificate = { ...certificates[index], basicConstraints } as Certificate
    t.equal(checkPathLength({ path: { certificates } as unknown as Path, certificate, index } as PathElement), expected)
  })
}

t.test('without basicConstraints there is no limit', async (t) => {
  t.equal(checkPathLength({ certificate: { basicConstraints: null } } as PathElement), 0)
})
