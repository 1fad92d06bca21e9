/**
 * Loads all that tests import through the hook that compiles it and keeps what it has compiled. Otherwise the process
 * of each test would start the compiler, for its own file at least, and that takes longer than most tests.
 */
import { readdir } from 'node:fs/promises'
import { load } from '../test/typescript.js'

for (const folder of ['lib', 'test', 'examples', 'bench']) {
  const parent = new URL(`../${folder}/`, import.meta.url)
  for (const name of await readdir(parent, { recursive: true })) await load(new URL(name, parent).href, {}, () => null)
}
