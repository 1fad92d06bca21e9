import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CommandError } from './context.js'

/**
 * Runs a module and gives its exports. An ES module that has changed since is run anew, without what it imports; a
 * CommonJS module is run once.
 *
 * @throws CommandError if it fails
 */
export async function loadModule (path: string): Promise<Record<string, unknown>> {
  try {
    const url = pathToFileURL(resolve(path))
    // Node keeps a module for each URL, for good.
    url.search = `changed=${(await stat(path)).mtimeMs}`
    return await import(url.href)
  } catch (error) {
    throw new CommandError(`${path}: it can't be loaded (${String(error).split('\n', 1)[0]})`, { cause: error })
  }
}
