import t from 'tap'
import { certificateHostLocation } from '../../lib/access/certificate-host-location.js'

const cases: Array<[why: string, given: Parameters<typeof certificateHostLocation>, expected: string | null]> = [
  ['the same path and query', ['secure.test', null, '/a/b?c=d&e'], 'https://secure.test/a/b?c=d&e'],
  ['on the same port', ['secure.test', '8443', '/'], 'https://secure.test:8443/'],
  ['escapes stay as they are', ['secure.test', null, '/%2e%2E/a%0Ab'], 'https://secure.test/%2e%2E/a%0Ab'],
  ['a second host in the path stays in the path', ['secure.test', null, '//evil.test/x'], 'https://secure.test//evil.test/x'],
  ['a pattern is no single host', ['*.secure.test', null, '/'], null],
  ['the whole server has no path', ['secure.test', null, '*'], null],
  ['an absolute URL is not sent back', ['secure.test', null, 'http://evil.test/'], null],
  ['no blank is sent back', ['secure.test', null, '/a b'], null],
  ['no line end is sent back', ['secure.test', null, '/a\r\nset-cookie:b'], null],
  ['nothing beyond ASCII is sent back', ['secure.test', null, '/\u00e4'], null]
]

for (const [why, given, expected] of cases) {
  t.test(why, async (t) => {
    t.equal(certificateHostLocation(...given), expected)
  })
}
