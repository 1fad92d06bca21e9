import t from 'tap'
import { daysAfter, daysUntil, printDay, printTime } from '../../../lib/command/output/date.js'

const noon = new Date('2026-06-01T12:00:00.500Z')

t.test('moments are printed in UTC', async (t) => {
  t.equal(printTime(noon), '2026-06-01 12:00:00 UTC')
  t.equal(printDay(noon.getTime()), '2026-06-01')
})

t.test('days are counted whole', async (t) => {
  t.equal(daysUntil(Date.parse('2026-06-03T11:00:00Z'), noon), 1)
  t.equal(daysUntil(Date.parse('2026-06-01T11:00:00Z'), noon), -1)
  t.equal(daysAfter(noon, 2).toISOString(), '2026-06-03T12:00:00.500Z')
})
