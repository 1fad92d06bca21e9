/** What a run of the tests needs first: the types are right, lib is built, and all is compiled. Side by side. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const types = createRequire(import.meta.url).resolve('typescript/bin/tsc')

const ends = await Promise.all([types, 'scripts/build.mjs', 'scripts/compile-tests.mjs'].map((script) =>
  once(spawn(process.execPath, [script], { cwd: root, stdio: 'inherit' }), 'exit')))
if (ends.some(([status]) => status !== 0)) process.exitCode = 1
