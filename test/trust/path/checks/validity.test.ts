import t from 'tap'
import type { Certificate } from '../../../../lib/trust/certificate/certificate.js'
import { checkTimeNesting, checkValidity, isValidAt } from '../../../../lib/trust/path/checks/validity.js'
import type { PathContext, PathElement } from '../../../../lib/trust/path/path.js'
import { CertTrust } from '../../../../lib/trust/status.js'

function validFrom (notBefore: number, notAfter: number): Certificate {
  return { notBefore, notAfter } as Certificate
}

for (const [time, expected] of [[1999, false], [2000, true], [5000, true], [8000, true], [8001, false]] as const) {
  t.test(`from 2000 to 8000 ms, ${time} is ${expected ? 'inside' : 'outside'}`, async (t) => {
    const certificate = validFrom(2000, 8000)
    t.equal(isValidAt(certificate, time), expected)
    const bits = checkValidity({ certificate } as PathElement, { time } as PathContext)
    t.equal(bits, expected ? 0 : CertTrust.IS_NOT_TIME_VALID)
  })
}

for (const [name, certificate, issuer, timeNesting, expected] of [
  ['the same time', validFrom(2, 8), validFrom(2, 8), true, 0],
  ['a longer time', validFrom(2, 9), validFrom(2, 8), true, CertTrust.IS_NOT_TIME_NESTED],
  ['an earlier time', validFrom(1, 8), validFrom(2, 8), true, CertTrust.IS_NOT_TIME_NESTED],
  ['no issuer', validFrom(1, 8), null, true, 0],
  ['a longer time, and nobody asks', validFrom(2, 9), validFrom(2, 8), false, 0]
] as const) {
  t.test(`time nesting with ${name}`, async (t) => {
    t.equal(checkTimeNesting({ certificate, issuer } as PathElement, { timeNesting } as PathContext), expected)
  })
}
