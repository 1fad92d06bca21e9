import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))
export const typescriptCompiler = createRequire(import.meta.url).resolve('typescript/bin/tsc')

/** Runs Node programs at once, each given with its arguments: whether all of them have succeeded. */
export async function sideBySide (...programs) {
  const ends = await Promise.all(programs.map((program) =>
    once(spawn(process.execPath, program, { cwd: root, stdio: 'inherit' }), 'exit')))
  return ends.every(([status]) => status === 0)
}
