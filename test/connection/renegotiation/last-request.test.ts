import type { IncomingMessage } from 'node:http'
import t from 'tap'
import { recordAcquisition } from '../../../lib/connection/acquisition.js'
import { isLast, markLast } from '../../../lib/connection/renegotiation/last-request.js'
import type { Acquisition } from '../../../lib/site/acquisition.js'

const cases: Array<[acquisition: Acquisition, afterAdmission: boolean, afterRefusal: boolean]> = [
  ['asked', false, false],
  ['bodyTooLarge', true, true],
  ['exhausted', false, true]
]

for (const [acquisition, afterAdmission, afterRefusal] of cases) {
  t.test(`${acquisition}: the connection ${afterRefusal ? 'ends' : 'stays'}`, async (t) => {
    const request = {} as IncomingMessage
    recordAcquisition(request, acquisition)
    t.equal(isLast(request, true), afterAdmission)
    t.equal(isLast(request, false), afterRefusal)
  })
}

t.test('a request that is said to be the last one is', async (t) => {
  const [request, other] = [{}, {}] as [IncomingMessage, IncomingMessage]
  markLast(request)
  t.equal(isLast(request, true), true)
  t.equal(isLast(other, true), false)
})
