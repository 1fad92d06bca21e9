/**
 * Compiles TypeScript in the processes of tests, and keeps what it has compiled; before a run, all of it
 * (scripts/compile-tests.mjs). tap's own compiler, which it takes the place of (.taprc), compiles all of `lib` anew in
 * each of 400 processes: 4 s of each, most of the time of a run. tsx keeps it too, but its source maps tell coverage
 * too little.
 */
import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { createRequire, register } from 'node:module'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isMainThread } from 'node:worker_threads'

const { version } = createRequire(import.meta.url)('typescript/package.json')
const options = { target: 'ES2023', inlineSourceMap: true }
const kinds = new Map([
  ['.ts', { format: 'module', options: { ...options, module: 'ESNext' } }],
  ['.cts', { format: 'commonjs', options: { ...options, module: 'CommonJS' } }]
])
const kept = new URL('../node_modules/.cache/typescript/', import.meta.url)

// Imported by each process, which registers it once more, as the hooks of its loader's thread.
if (isMainThread) register(import.meta.url)

export async function resolve (specifier, context, nextResolve) {
  const isOfSources = specifier.startsWith('.') && context.parentURL?.endsWith('.ts')
  return nextResolve(isOfSources ? specifier.replace(/js$/, 'ts') : specifier, context)
}

export async function load (url, context, nextLoad) {
  const kind = kinds.get(extname(url))
  if (kind === undefined) return nextLoad(url, context)
  return { format: kind.format, source: await compiled(fileURLToPath(url), kind.options), shortCircuit: true }
}

async function compiled (path, options) {
  const source = await readFile(path, 'utf8')
  const key = createHash('sha256').update(JSON.stringify([version, options, path, source])).digest('hex')
  const file = new URL(`${key}.js`, kept)
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
  const output = await compile(path, source, options)
  // Other processes compile the same, and find a file whole or not at all.
  const unfinished = new URL(`${key}.${process.pid}`, kept)
  await mkdir(kept, { recursive: true })
  await writeFile(unfinished, output)
  await rename(unfinished, file)
  return output
}

async function compile (path, source, options) {
  const { default: typescript } = await import('typescript')
  const { options: compilerOptions } = typescript.convertCompilerOptionsFromJson(options)
  return typescript.transpileModule(source, { fileName: path, compilerOptions }).outputText
}
