import t from 'tap'
import { askedOn, markAsked } from '../../../lib/connection/server/asked.js'

t.test('of a connection of which nothing was said nothing is known', async (t) => {
  t.equal(askedOn({}), null)
})

for (const asked of [true, false]) {
  t.test(`what was said first stays: ${asked}`, async (t) => {
    const socket = {}
    markAsked(socket, asked)
    markAsked(socket, !asked)
    t.equal(askedOn(socket), asked)
  })
}
