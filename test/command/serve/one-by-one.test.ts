import { setImmediate as turn } from 'node:timers/promises'
import t from 'tap'
import { OneByOne } from '../../../lib/command/serve/one-by-one.js'

t.test('work that is asked for while it is done is done once more, never twice at once', async (t) => {
  let done = 0
  let atOnce = 0
  const work = new OneByOne(async () => {
    t.equal(++atOnce, 1)
    await turn()
    atOnce--
    done++
  })
  await work.idle()
  t.equal(done, 0)
  work.request()
  work.request()
  work.request()
  await work.idle()
  t.equal(done, 2)
  work.request()
  await work.idle()
  t.equal(done, 3)
})
