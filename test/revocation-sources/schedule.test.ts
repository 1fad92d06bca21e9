import t from 'tap'
import { paceOf, refreshDelay, retryDelay } from '../../lib/revocation-sources/schedule.js'

const HOUR = 3_600_000
const pace = paceOf(HOUR)

t.test('an answer is asked for anew before it ends, after the interval at the latest, and once a minute at most', async (t) => {
  for (const [lasts, chance, delay] of [
    [Infinity, 0, HOUR],
    [Infinity, 1, 0.75 * HOUR],
    [4 * HOUR, 0, HOUR],
    [HOUR, 0, 0.75 * HOUR],
    [HOUR, 1, 0.5625 * HOUR],
    [60_000, 0, 60_000],
    [-HOUR, 0, 60_000]
  ] as const) {
    t.equal(refreshDelay({ nextUpdate: 1000 + lasts }, 1000, pace, chance), delay, `${lasts}, ${chance}`)
  }
})

t.test('a source that fails is asked ever more seldom', async (t) => {
  t.same([1, 2, 3, 6, 7, 8, 1000].map((failures) => retryDelay(failures, pace, 0)),
    [10_000, 20_000, 40_000, 320_000, 600_000, 600_000, 600_000])
  t.equal(retryDelay(1, pace, 1), 7_500)
  t.equal(retryDelay(1000, paceOf(60_000), 0), 60_000)
})
