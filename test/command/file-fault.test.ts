import t from 'tap'
import { CommandError } from '../../lib/command/context.js'
import { FileFault } from '../../lib/command/file-fault.js'

t.test('a fault is told with its place, and knows both apart', async (t) => {
  for (const [place, message] of [
    [{ file: 'a.json', line: 3, column: 5 }, 'a.json:3:5: expected a value'],
    [{ file: 'a.config', line: 3 }, 'a.config:3: expected a value'],
    [{ file: 'a.reg' }, 'a.reg: expected a value']
  ] as const) t.match(new FileFault('expected a value', place), { message, complaint: 'expected a value', place })
})

t.test('a fault is a complaint like any other of the command', async (t) => {
  t.ok(new FileFault('x', { file: 'a.reg' }) instanceof CommandError)
  t.equal(new FileFault('x', { file: 'a.reg' }).name, 'CommandError')
})
