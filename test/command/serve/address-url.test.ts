import t from 'tap'
import { urlOf } from '../../../lib/command/serve/address-url.js'

for (const [address, url] of [
  ['127.0.0.1', 'https://127.0.0.1:8443'],
  ['::1', 'https://[::1]:8443'],
  ['::', 'https://[::]:8443']
] as const) {
  t.test(`a server at ${address} has a URL that can be opened`, async (t) => {
    t.equal(urlOf({ address, port: 8443 }), url)
    t.ok(URL.canParse(url))
  })
}
