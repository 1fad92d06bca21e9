import t from 'tap'
import { attributeTypeNames } from '../../../lib/trust/names/attribute-types.js'

t.test('the types of RFC 4514 §3 have their names, each name once', async (t) => {
  for (const name of ['CN', 'L', 'ST', 'O', 'OU', 'C', 'STREET', 'DC', 'UID']) {
    t.equal([...attributeTypeNames.values()].filter((value) => value === name).length, 1, name)
  }
})
