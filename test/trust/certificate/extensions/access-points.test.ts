import t from 'tap'
import {
  readAuthorityInfoAccess, readCRLDistributionPoints
} from '../../../../lib/trust/certificate/extensions/access-points.js'
import { attribute, commonName, element, objectIdentifier, sequence, text, utf8 } from '../../../support/der.js'
import { allRead, allRefused, readAll } from '../../../support/reading.js'

const uri = text(0x86, 'http://example.org/a.crl')
const fullName = element(0xa0, element(0xa0, uri))
const relativeName = element(0xa0, element(0xa1, attribute('2.5.4.3', utf8('a'))))
const reasons = element(0x81, '0560')
const cRLIssuer = element(0xa2, element(0xa4, commonName('a')))

t.test('a distribution point has a name, or an issuer, or both', async (t) => {
  allRead(t, readCRLDistributionPoints, {
    'a full name': sequence(sequence(fullName)),
    'several points': sequence(sequence(fullName), sequence(cRLIssuer)),
    'a relative name and an issuer': sequence(sequence(relativeName, cRLIssuer)),
    'all of it': sequence(sequence(fullName, reasons, cRLIssuer))
  })
})

t.test('it says for which reasons, and whose CRLs it offers', async (t) => {
  const [first, second] = readAll(readCRLDistributionPoints, sequence(
    sequence(fullName), sequence(fullName, reasons, cRLIssuer)
  ))
  t.match(first, { distributionPoint: { fullName: [{ value: 'http://example.org/a.crl' }] } })
  t.match([first?.reasons, first?.cRLIssuer], [null, null])
  t.match([second?.reasons, second?.cRLIssuer], [1 << 1 | 1 << 2, [{ form: 'directoryName' }]])
})

t.test('anything else is a malformed distribution point', async (t) => {
  allRefused(t, readCRLDistributionPoints, {
    'no point': sequence(),
    'an empty point': sequence(sequence()),
    'reasons alone': sequence(sequence(reasons)),
    'an untagged name': sequence(sequence(uri)),
    'no name in the list': sequence(sequence(element(0xa0, element(0xa0)))),
    'no attribute in the relative name': sequence(sequence(element(0xa0, element(0xa1)))),
    'two names': sequence(sequence(element(0xa0, element(0xa0, uri), element(0xa0, uri)))),
    'another order': sequence(sequence(cRLIssuer, fullName))
  })
})

t.test('authority information access has methods with their places', async (t) => {
  const ocsp = sequence(objectIdentifier('1.3.6.1.5.5.7.48.1'), uri)
  const description = { accessMethod: '1.3.6.1.5.5.7.48.1', accessLocation: { value: 'http://example.org/a.crl' } }
  t.match(readAll(readAuthorityInfoAccess, sequence(ocsp, ocsp)), [description, description])
  allRefused(t, readAuthorityInfoAccess, {
    'none of them': sequence(),
    'a place without its method': sequence(sequence(uri)),
    'a method without its place': sequence(sequence(objectIdentifier('1.3.6.1.5.5.7.48.1'))),
    'two places': sequence(sequence(objectIdentifier('1.3.6.1.5.5.7.48.1'), uri, uri))
  })
})
