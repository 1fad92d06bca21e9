import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import type { Teardown } from './conversation.js'

interface Skippable {
  skip (message: string, ...rest: never[]): unknown
}

/**
 * Whether a program is there. If not, the test says how to get it and is skipped; where CI=true it fails instead, so
 * that nothing goes untested unnoticed.
 */
export function requireProgram (t: Skippable, program: string, debianPackage: string): boolean {
  if (spawnSync(program, ['--help'], { stdio: 'ignore' }).error === undefined) return true
  const message = `${program} is missing: apt-get install ${debianPackage}`
  if (process.env['CI'] === 'true') throw new Error(message)
  t.skip(message)
  return false
}

/**
 * A child process that does not outlive its test. tap would have each Node below a test load its own recorder, by
 * NODE_OPTIONS: that takes longer than most programs, and counts for coverage, where the offsets of another compiler
 * are not those of the tests' own.
 */
export function startProgram (t: Teardown, program: string, args: readonly string[]): ChildProcessWithoutNullStreams {
  const child = spawn('env', ['-u', 'NODE_OPTIONS', program, ...args])
  t.teardown(() => { child.kill('SIGKILL') })
  return child
}

/** Runs a program to its end. */
export async function runProgram (
  t: Teardown,
  program: string,
  args: readonly string[]
): Promise<{ exitCode: number | null, stdout: string, stderr: string }> {
  const child = startProgram(t, program, args)
  child.stdin.end()
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', text => { output.stdout += text })
  child.stderr.setEncoding('utf8').on('data', text => { output.stderr += text })
  const [exitCode] = await once(child, 'close')
  return { exitCode, ...output }
}
