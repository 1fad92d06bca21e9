import t from 'tap'
import {
  directoryNames, fullNamesOf, haveCommonName, readDistributionPointName
} from '../../../../lib/trust/certificate/extensions/distribution-point-name.js'
import { Name } from '../../../../lib/trust/names/name.js'
import { directoryName, fullName, relativeName, uri } from '../../../support/crl.js'
import {
  attribute, commonName, element, name, objectIdentifier, octets, sequence, text, utf8
} from '../../../support/der.js'
import { allRefused, readAll } from '../../../support/reading.js'

const issuer = Name.decode(name(['2.5.4.10', utf8('Company')]))
const a = attribute('2.5.4.3', utf8('a'))

/** The names of a distribution point, made whole. */
const names = (der: Buffer) => fullNamesOf(readAll(readDistributionPointName, der), issuer)

t.test('a full name is all names of the list', async (t) => {
  t.same(names(fullName(uri('http://a.test/'), directoryName(commonName('a')))).map(({ form }) => form), [
    'uniformResourceIdentifier', 'directoryName'
  ])
})

t.test('a relative name continues the name of the CRL issuer', async (t) => {
  const [whole, ...more] = directoryNames(names(relativeName(a)))
  t.equal(whole?.toString(), 'CN=a,O=Company')
  t.same(more, [])
  const [several] = directoryNames(names(relativeName(a, attribute('2.5.4.11', utf8('b')))))
  t.equal(several?.toString(), 'CN=a+OU=b,O=Company')
})

t.test('two lists have a name in common if one of each is the same', async (t) => {
  const otherName = (type: string, value: string): Buffer =>
    element(0xa0, objectIdentifier(type), element(0xa0, utf8(value)))
  const same: Array<[string, Buffer, Buffer]> = [
    ['directoryNames by RFC 5280 §7.1', directoryName(commonName('a')), directoryName(commonName(' A '))],
    ['URIs', uri('http://a.test/'), uri('http://a.test/')],
    ['addresses', element(0x87, '7f000001'), element(0x87, '7f000001')],
    ['other names', otherName('1.2.3', 'a'), otherName('1.2.3', 'a')]
  ]
  const different: Array<[string, Buffer, Buffer]> = [
    ['URIs in another case', uri('http://a.test/'), uri('http://A.test/')],
    ['the same text in another form', uri('a.test'), text(0x82, 'a.test')],
    ['other names of another type', otherName('1.2.3', 'a'), otherName('1.2.4', 'a')],
    ['other names of another value', otherName('1.2.3', 'a'), otherName('1.2.3', 'b')]
  ]
  for (const [what, one, other] of same) {
    t.ok(haveCommonName(names(fullName(uri('x:'), one)), names(fullName(other, uri('y:')))), what)
  }
  for (const [what, one, other] of different) {
    t.notOk(haveCommonName(names(fullName(one)), names(fullName(other))), what)
  }
  t.ok(haveCommonName(names(relativeName(a)), names(fullName(
    directoryName(name(['2.5.4.10', utf8('company')], ['2.5.4.3', utf8('A')]))
  ))), 'a relative name and the full one')
})

t.test('anything else is malformed', async (t) => {
  allRefused(t, readDistributionPointName, {
    'no name': element(0xa0),
    'an empty list': element(0xa0, element(0xa0)),
    'an empty relative name': element(0xa0, element(0xa1)),
    'another choice': element(0xa0, element(0xa2, uri('x:'))),
    'two of them': octets(element(0xa0, element(0xa0, uri('x:')), element(0xa0, uri('x:')))),
    'no explicit tag': sequence(uri('x:'))
  })
})
