import t from 'tap'
import { readExtendedKeyUsage } from '../../../../lib/trust/certificate/extensions/extended-key-usage.js'
import { integer, objectIdentifier, sequence } from '../../../support/der.js'
import { allRefused, readAll } from '../../../support/reading.js'

const clientAuth = objectIdentifier('1.3.6.1.5.5.7.3.2')

t.test('all purposes are read', async (t) => {
  t.strictSame(
    readAll(readExtendedKeyUsage, sequence(clientAuth, objectIdentifier('2.5.29.37.0'))),
    ['1.3.6.1.5.5.7.3.2', '2.5.29.37.0']
  )
})

t.test('anything else is malformed', async (t) => {
  allRefused(t, readExtendedKeyUsage, {
    'no purpose': sequence(), 'a number': sequence(integer('05')), 'no SEQUENCE': clientAuth
  })
})
