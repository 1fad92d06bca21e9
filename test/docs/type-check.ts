import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runProgram } from '../support/clients.js'
import type { Teardown } from '../support/conversation.js'
import { complete } from './complete.js'
import type { Block } from './markdown.js'
import type { World } from './world.js'

const compilerOptions = {
  target: 'ES2023', module: 'nodenext', types: ['node'], strict: true, skipLibCheck: true, noEmit: true
}

/** What the compiler says of examples, each a program of its own; empty if it has no objection. */
export async function typeErrorsOf (t: Teardown, { folder: world }: World, blocks: readonly Block[]): Promise<string> {
  const folder = join(world, 'types')
  await mkdir(folder)
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
  for (const { place, content, directive } of blocks) {
    await writeFile(join(folder, `${place.replace(/\W/g, '-')}.mts`), directive?.name === 'app' ? complete(content) : content)
  }
  const compiler = join(world, 'node_modules/typescript/bin/tsc')
  const { stdout } = await runProgram(t, process.execPath, [compiler, '--project', folder])
  return stdout
}
