/**
 * lib/ -> dist/esm and dist/cjs, each with its declarations. No source maps: what is emitted is the source without
 * its types, doc comments included.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const typescriptCompiler = createRequire(import.meta.url).resolve('typescript/bin/tsc')

function compile (project) {
  execFileSync(process.execPath, [typescriptCompiler, '--project', project], { cwd: root, stdio: 'inherit' })
}

rmSync(`${root}dist`, { recursive: true, force: true })
try {
  compile('tsconfig.esm.json')
  compile('tsconfig.cjs.json')
  mkdirSync(`${root}dist/cjs`, { recursive: true })
  writeFileSync(`${root}dist/cjs/package.json`, '{ "type": "commonjs" }\n')
} catch (error) {
  rmSync(`${root}dist`, { recursive: true, force: true })
  process.exitCode = error.status ?? 1
  if (error.status === undefined) throw error
}
