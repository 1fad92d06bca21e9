import t from 'tap'
import { CommandError, ExitStatus } from '../../lib/command/context.js'

t.test('a complaint is told by its class and its name from faults of ours', async (t) => {
  const error = new CommandError('a.reg: it is empty')
  t.match(error, { name: 'CommandError', message: 'a.reg: it is empty' })
  t.ok(error instanceof Error)
  t.notOk(new TypeError('x') instanceof CommandError)
})

t.test('exit statuses are those that shells and scripts rely on, and nobody changes them', async (t) => {
  t.same(ExitStatus, { GOOD: 0, BAD: 1, USAGE: 2 })
  t.throws(() => Object.assign(ExitStatus, { BAD: 0 }), TypeError)
})
