import t from 'tap'
import { Failures } from '../../lib/revocation-sources/failures.js'

function observed (): { failures: Failures, told: string[] } {
  const told: string[] = []
  const failures = new Failures({
    failed: (what, error) => told.push(`${what} failed: ${(error as Error).message}`),
    recovered: (what) => told.push(`${what} recovered`)
  })
  return { failures, told }
}

t.test('a failure is told when it begins and when it ends', async (t) => {
  const { failures, told } = observed()
  failures.end('a')
  failures.begin('a', new Error('first'))
  failures.begin('a', new Error('second'))
  failures.begin('b', new Error('other'))
  failures.end('a')
  failures.end('a')
  failures.begin('a', new Error('third'))
  t.same(told, ['a failed: first', 'b failed: other', 'a recovered', 'a failed: third'])
})

t.test('of very many that have failed the first one is forgotten, and told again', async (t) => {
  const { failures, told } = observed()
  for (let number = 0; number <= 1_000; number++) failures.begin(`${number}`, new Error('no'))
  told.length = 0
  failures.begin('1', new Error('no'))
  failures.begin('0', new Error('no'))
  t.same(told, ['0 failed: no'])
})
