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
 * A child process that does not outlive its test. It counts for no coverage: where tsx compiles lib/ for it, offsets
 * are not those of the tests' own compiler, and both would be put together as one.
 */
export function startProgram (t: Teardown, program: string, args: readonly string[]): ChildProcessWithoutNullStreams {
  const child = spawn(program, args, { env: { ...process.env, _TAPJS_PROCESSINFO_COVERAGE_: '0' } })
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
