import { X509Certificate } from 'node:crypto'
import t from 'tap'
import { takesAnyValue, widestCertificate } from '../../../lib/command/users/widest-certificate.js'
import { userRules } from '../../../lib/command/users/user-rules.js'
import type { UserOptions } from '../../../lib/site/users.js'
import { createAuthority } from '../../support/pki.js'

const root = await createAuthority({ commonName: 'Root', serialNumber: '07' })
const fingerprint256 = new X509Certificate(root.der).fingerprint256

/** Whether every certificate that the one takes is one that the other takes. */
function isWithin (one: UserOptions, other: UserOptions): boolean {
  const widest = widestCertificate(one, userRules(one, 'big'))
  return userRules(other, 'big').every(({ condition }) => condition.fits(widest.of(condition.facet)))
}

for (const [one, other, expected] of [
  [{ subject: { CN: 'Al' } }, { subject: { CN: '*' } }, true],
  [{ subject: { CN: '*' } }, { subject: { CN: 'Al' } }, false],
  [{ subject: { CN: 'Fin*' } }, { subject: { CN: 'F*' } }, true],
  [{ subject: { CN: 'F*' } }, { subject: { CN: 'Fin*' } }, false],
  [{ subject: { CN: 'Fin*' } }, { subject: { CN: '*in*' } }, true],
  [{ subject: { CN: '*in*' } }, { subject: { CN: 'F*' } }, false],
  [{ subject: { CN: '*x' } }, { subject: { CN: 'x*' } }, false],
  [{ subject: { CN: '*' } }, { subject: { CN: '**' } }, true],
  [{ subject: { CN: 'Fin' } }, { subject: { CN: { matchCriteria: 'FIN', compareCaseSensitive: false } } }, true],
  [{ subject: { CN: { matchCriteria: 'FIN', compareCaseSensitive: false } } }, { subject: { CN: 'FIN' } }, false],
  [{ subject: { CN: 'Fin' } }, { issuer: { CN: 'Fin' } }, false],
  [{ subject: { CN: 'a', O: 'b' } }, { subject: { O: 'b' } }, true],
  [{ issuerCN: 'Root' }, { issuer: { CN: 'Ro*' } }, true],
  [{ issuer: { CN: 'Root' } }, { issuerCN: 'Root' }, false],
  [{ serialNumber: '07' }, { serialNumber: '0007' }, true],
  [{ certificate: root.pem }, { issuerCN: 'Root' }, true],
  [{ certificate: root.pem }, { fingerprint256 }, true],
  [{ fingerprint256 }, { certificate: root.pem }, false],
  [{ subjectAltName: { dNSName: 'A.example' } }, { subjectAltName: { dNSName: 'a.EXAMPLE' } }, true]
] as ReadonlyArray<[one: UserOptions, other: UserOptions, expected: boolean]>) {
  t.test(`${JSON.stringify(one).slice(0, 60)} is ${expected ? '' : 'not '}within ${JSON.stringify(other).slice(0, 60)}`, async (t) => {
    t.equal(isWithin(one, other), expected)
  })
}

t.test('an attribute that may say anything', async (t) => {
  const any = (user: UserOptions): boolean[] => userRules(user, 'big').map(({ condition }) => takesAnyValue(condition))
  t.same(any({ subject: { CN: ['*', '**', 'a*', 'a'] } }), [true, true, false, false])
  t.same(any({ issuerCN: '*', serialNumber: '01' }), [false, false])
})
