import { once } from 'node:events'
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const program = fileURLToPath(new URL('../../lib/command/main.ts', import.meta.url))

t.test('a reader that has read enough ends it quietly', async (t) => {
  const child = spawn(process.execPath, [...process.execArgv, program, 'pki', '--help'], {
    stdio: ['ignore', 'pipe', 'pipe']
  })
  child.stdout.destroy()
  const [stderr, [status]] = await Promise.all([text(child.stderr), once(child, 'close')])
  t.same([status, stderr], [0, ''])
})

t.test('the program takes its arguments from the command line and ends with the status of its verb', async (t) => {
  const child = spawn(process.execPath, [...process.execArgv, program, 'check', 'none.reg'], {
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  t.same([status, stdout, stderr], [2, '', 'ce-cert-auth: none.reg: there is no such file\n'])
})
