import t from 'tap'
import { readBasicConstraints } from '../../../../lib/trust/certificate/extensions/basic-constraints.js'
import { FALSE, integer, sequence, TRUE } from '../../../support/der.js'
import { allRefused, readAll } from '../../../support/reading.js'

t.test('cA is FALSE unless it is TRUE', async (t) => {
  t.strictSame(readAll(readBasicConstraints, sequence()), { cA: false, pathLenConstraint: null })
  t.strictSame(readAll(readBasicConstraints, sequence(FALSE)), { cA: false, pathLenConstraint: null })
  t.strictSame(readAll(readBasicConstraints, sequence(TRUE)), { cA: true, pathLenConstraint: null })
})

t.test('pathLenConstraint is any number from 0 on', async (t) => {
  t.strictSame(readAll(readBasicConstraints, sequence(TRUE, integer('00'))), { cA: true, pathLenConstraint: 0 })
  t.strictSame(readAll(readBasicConstraints, sequence(TRUE, integer('0080'))), { cA: true, pathLenConstraint: 128 })
})

t.test('anything else is malformed', async (t) => {
  allRefused(t, readBasicConstraints, {
    'pathLenConstraint of no CA': sequence(integer('00')),
    'pathLenConstraint beside cA FALSE': sequence(FALSE, integer('00')),
    'a negative pathLenConstraint': sequence(TRUE, integer('ff')),
    'cA that is not canonical': sequence('010101'),
    'a third element': sequence(TRUE, integer('00'), integer('00')),
    'no SEQUENCE': TRUE
  })
})
