import t from 'tap'
import type { Certificate } from '../../../lib/trust/certificate/certificate.js'
import { always, isWithin, periodWithoutChange } from '../../../lib/trust/path/unchanging-period.js'

function validFrom (notBefore: number, notAfter: number): Certificate {
  return { notBefore, notAfter } as Certificate
}

for (const [name, items, time, expected] of [
  ['nothing', [], 5, { from: -Infinity, to: Infinity }],
  ['a valid one', [validFrom(2, 8)], 5, { from: 2, to: 8 }],
  ['one that is not yet valid', [validFrom(6, 8)], 5, { from: -Infinity, to: 5 }],
  ['one that has expired', [validFrom(1, 3)], 5, { from: 4, to: Infinity }],
  ['one that is never valid', [validFrom(8, 2)], 5, { from: -Infinity, to: 7 }],
  ['a CRL', [{ thisUpdate: 2, nextUpdate: 8 }], 5, { from: 2, to: 8 }],
  ['a CRL that does not age', [{ thisUpdate: 2, nextUpdate: Infinity }], 5, { from: 2, to: Infinity }],
  ['a CRL that is stale', [{ thisUpdate: 2, nextUpdate: 4 }], 5, { from: 5, to: Infinity }],
  ['several', [validFrom(2, 9), validFrom(3, 8), validFrom(1, 3), validFrom(7, 9)], 5, { from: 4, to: 6 }]
] as const) {
  t.test(`${name}: nothing changes from ${expected.from} to ${expected.to}`, async (t) => {
    t.same(periodWithoutChange(items, time), expected)
  })
}

t.test('a period holds its first and its last moment', async (t) => {
  t.strictSame([1, 2, 5, 8, 9].map((time) => isWithin({ from: 2, to: 8 }, time)), [false, true, true, true, false])
  t.ok(isWithin(always, 0))
  t.notOk(isWithin(always, NaN))
})
