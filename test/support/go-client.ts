import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startConversing } from './conversing-program.js'
import { runProgram } from './program.js'
import type { RealClient } from './real-client.js'

const SOURCE = fileURLToPath(new URL('../clients/programs/client.go', import.meta.url))

/** `net/http` as it comes: it never renegotiates. */
export const go = goClient('Go', [])
export const goRenegotiating = goClient('Go, RenegotiateOnceAsClient', ['once'])

function goClient (name: string, args: readonly string[]): RealClient {
  return {
    name,
    programs: [{ name: 'go', debianPackage: 'golang-go' }],
    version: () => spawnSync('go', ['version'], { encoding: 'utf8' }).stdout.trim(),
    start: (t, credentials) => startConversing(t, credentials, async (files, folder) => {
      const program = join(folder, 'client')
      const { exitCode, stderr } = await runProgram(t, 'go', ['build', '-o', program, SOURCE])
      if (exitCode !== 0) throw new Error(`go build: ${stderr}`)
      return [program, ...files, ...args]
    })
  }
}
