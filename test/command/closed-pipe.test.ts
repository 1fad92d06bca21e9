import { EventEmitter } from 'node:events'
import t from 'tap'
import { allowClosedPipe } from '../../lib/command/closed-pipe.js'

t.test('a reader that has read enough is no error, all else is', async (t) => {
  const stream = new EventEmitter()
  allowClosedPipe(stream)
  t.doesNotThrow(() => stream.emit('error', Object.assign(new Error('closed'), { code: 'EPIPE' })))
  const full = Object.assign(new Error('full'), { code: 'ENOSPC' })
  t.throws(() => stream.emit('error', full), full)
})
