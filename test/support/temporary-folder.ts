import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Teardown } from './conversation.js'

/** A folder with these files, removed when the test ends. */
export async function temporaryFolder (t: Teardown, files: Record<string, string | Uint8Array> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fastify-ce-cert-auth-'))
  // A program that was killed, or a browser's helper, may put a file there at the last moment: ENOTEMPTY.
  t.teardown(() => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }))
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(folder, name), content, { mode: 0o600 })
  }
  return folder
}
