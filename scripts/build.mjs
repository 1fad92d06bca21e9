/**
 * lib/ -> dist/esm and dist/cjs, each with its declarations. No source maps: what is emitted is the source without
 * its types, doc comments included.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const typescriptCompiler = createRequire(import.meta.url).resolve('typescript/bin/tsc')

/** Both at once: each has a core to itself. */
async function compile (...projects) {
  const ends = await Promise.all(projects.map((project) =>
    once(spawn(process.execPath, [typescriptCompiler, '--project', project], { cwd: root, stdio: 'inherit' }), 'exit')))
  return ends.every(([status]) => status === 0)
}

rmSync(`${root}dist`, { recursive: true, force: true })
if (await compile('tsconfig.esm.json', 'tsconfig.cjs.json')) {
  mkdirSync(`${root}dist/cjs`, { recursive: true })
  writeFileSync(`${root}dist/cjs/package.json`, '{ "type": "commonjs" }\n')
} else {
  rmSync(`${root}dist`, { recursive: true, force: true })
  process.exitCode = 1
}
