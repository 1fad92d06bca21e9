/**
 * lib/ -> dist/esm and dist/cjs, each with its declarations. No source maps: what is emitted is the source without
 * its types, doc comments included.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { root, sideBySide, typescriptCompiler } from './side-by-side.mjs'

const projects = ['tsconfig.esm.json', 'tsconfig.cjs.json']

rmSync(`${root}dist`, { recursive: true, force: true })
if (await sideBySide(...projects.map((project) => [typescriptCompiler, '--project', project]))) {
  mkdirSync(`${root}dist/cjs`, { recursive: true })
  writeFileSync(`${root}dist/cjs/package.json`, '{ "type": "commonjs" }\n')
} else {
  rmSync(`${root}dist`, { recursive: true, force: true })
  process.exitCode = 1
}
