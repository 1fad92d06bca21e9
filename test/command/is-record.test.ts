import t from 'tap'
import { isRecord } from '../../lib/command/is-record.js'

t.test('an object is a record, and a list is none', async (t) => {
  for (const value of [{}, { a: 1 }]) t.ok(isRecord(value))
  for (const value of [null, undefined, [], 'text', 5]) t.notOk(isRecord(value))
})
