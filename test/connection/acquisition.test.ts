import type { IncomingMessage } from 'node:http'
import t from 'tap'
import { acquisitionOf, recordAcquisition } from '../../lib/connection/acquisition.js'

t.test('what is said of a request is known of it, and of no other', async (t) => {
  const [request, other] = [{}, {}] as [IncomingMessage, IncomingMessage]
  t.equal(acquisitionOf(request), null)
  recordAcquisition(request, 'tls13')
  t.equal(acquisitionOf(request), 'tls13')
  t.equal(acquisitionOf(other), null)
})
