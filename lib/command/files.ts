import { readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { CommandError } from './context.js'

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'it may not be read',
  EPERM: 'it may not be read',
  ENOTDIR: 'there is no such folder',
  EEXIST: 'it is there already, and nothing is overwritten'
}

/**
 * Reads a file that the user has named.
 *
 * @throws CommandError in words, if it can't be read or is empty
 */
export async function readNamedFile (path: string): Promise<Buffer> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => { throw fileError(path, error) })
  if (bytes.length === 0) throw new CommandError(`${path}: it is empty`)
  return bytes
}

/**
 * Writes a file that the user has named, and that is not there yet.
 *
 * @param mode default: what the system gives new files
 * @throws CommandError in words, if it can't be written
 */
export async function writeNewFile (path: string, content: string | Uint8Array, mode = 0o666): Promise<void> {
  await writeFile(path, content, { flag: 'wx', mode }).catch((error: NodeJS.ErrnoException) => {
    // Nothing else can be missing of a file that is new.
    if (error.code !== 'ENOENT') throw fileError(path, error)
    throw new CommandError(`${path}: there is no folder ${dirname(path)}; make it first`)
  })
}

/** What the system says of a file, in words. */
export function fileError (path: string, { code, message }: NodeJS.ErrnoException): CommandError {
  return new CommandError(`${path}: ${reasons[String(code)] ?? message}`)
}
