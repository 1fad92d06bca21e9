import t from 'tap'
import { hasBody } from '../../lib/connection/has-body.js'

for (const [headers, expected] of [
  [{}, false],
  [{ 'content-length': '0' }, false],
  [{ 'content-length': '1' }, true],
  [{ 'transfer-encoding': 'chunked' }, true]
] as const) {
  t.test(`a request with ${JSON.stringify(headers)} has ${expected ? 'a' : 'no'} body`, async (t) => {
    t.equal(hasBody({ headers }), expected)
  })
}
