import t from 'tap'
import { readNameConstraints } from '../../../../lib/trust/certificate/extensions/name-constraints.js'
import { commonName, element, sequence, text } from '../../../support/der.js'
import { allRead, allRefused, readAll } from '../../../support/reading.js'

const name = element(0xa4, commonName('a'))
const host = text(0x82, 'example.org')

t.test('nameConstraints has permitted or excluded subtrees, or both', async (t) => {
  allRead(t, readNameConstraints, {
    permitted: sequence(element(0xa0, sequence(name), sequence(host))),
    excluded: sequence(element(0xa1, sequence(name))),
    both: sequence(element(0xa0, sequence(name)), element(0xa1, sequence(host))),
    'an explicit minimum': sequence(element(0xa0, sequence(name, element(0x80, '00')))),
    'minimum and maximum': sequence(element(0xa0, sequence(name, element(0x80, '01'), element(0x81, '02')))),
    'an address with its mask': sequence(element(0xa0, sequence(element(0x87, '0a000000 ff000000'))))
  })
})

t.test('each subtree is given with its limits', async (t) => {
  const permitted = element(0xa0, sequence(host), sequence(host, element(0x80, '01'), element(0x81, '02')))
  const base = { form: 'dNSName', value: 'example.org' }
  t.same(readAll(readNameConstraints, sequence(permitted)), {
    permittedSubtrees: [{ base, minimum: 0, maximum: null }, { base, minimum: 1, maximum: 2 }],
    excludedSubtrees: null
  })
  t.same(readAll(readNameConstraints, sequence(element(0xa1, sequence(host)))), {
    permittedSubtrees: null,
    excludedSubtrees: [{ base, minimum: 0, maximum: null }]
  })
})

t.test('anything else is malformed', async (t) => {
  allRefused(t, readNameConstraints, {
    nothing: sequence(),
    'no subtree': sequence(element(0xa0)),
    'a subtree without a base': sequence(element(0xa0, sequence())),
    'a base alone': sequence(element(0xa0, name)),
    'another order': sequence(element(0xa1, sequence(name)), element(0xa0, sequence(name))),
    'a third list': sequence(element(0xa0, sequence(name)), element(0xa1, sequence(name)), element(0xa2, sequence(name))),
    'an address without a mask': sequence(element(0xa0, sequence(element(0x87, '0a000000')))),
    'a negative minimum': sequence(element(0xa0, sequence(name, element(0x80, 'ff')))),
    'an untagged maximum': sequence(element(0xa0, sequence(name, element(0x02, '05'))))
  })
})
