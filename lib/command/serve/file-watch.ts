import { stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { watch, type FSWatcher } from 'chokidar'

/** Milliseconds for which a file must stay as it is before it counts as written. */
const settled = 300

/**
 * Watches files and what stands in folders, however they change: in place, by a rename over them, by being taken away
 * and put back. So it watches the folders that they stand in.
 */
export class FileWatch {
  readonly #changed: () => void
  readonly #failed: (error: unknown) => void
  #watcher: FSWatcher | null = null
  #watched = ''
  #isClosed = false
  /** Ends the wait for the present watcher. */
  #begun: () => void = () => undefined

  /** @param changed is called after each change */
  constructor (changed: () => void, failed: (error: unknown) => void) {
    this.#changed = changed
    this.#failed = failed
  }

  /** Watches these instead, unless it is closed or is told of others meanwhile. Fulfilled when it does. */
  async follow (paths: readonly string[]): Promise<void> {
    const names = [...new Set(paths.map((path) => resolve(path)))].sort()
    const wanted = names.join('\0')
    if (wanted === this.#watched) return
    this.#watched = wanted
    await this.#endWatcher()
    const folders = new Set(await foldersAmong(names))
    if (this.#isClosed || this.#watched !== wanted) return
    const places = new Set([...folders, ...names.map((name) => dirname(name))])
    const isMeant = (path: string): boolean => {
      return names.includes(path) || places.has(path) || folders.has(dirname(path))
    }
    const watcher = watch([...places], {
      depth: 0,
      ignoreInitial: true,
      ignored: (path) => !isMeant(resolve(path)),
      awaitWriteFinish: { stabilityThreshold: settled, pollInterval: 50 }
    })
    this.#watcher = watcher
    watcher.on('all', () => this.#changed())
    watcher.on('error', this.#failed)
    await new Promise<void>((resolve) => {
      this.#begun = resolve
      watcher.once('ready', resolve)
    })
  }

  /** For good, also while it begins to watch others. */
  async close (): Promise<void> {
    this.#isClosed = true
    await this.#endWatcher()
  }

  async #endWatcher (): Promise<void> {
    const watcher = this.#watcher
    this.#watcher = null
    // A watcher that is closed never begins.
    this.#begun()
    await watcher?.close()
  }
}

async function foldersAmong (paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(paths.map(async (path) => ({ path, isFolder: await isFolder(path) })))
  return found.filter(({ isFolder }) => isFolder).map(({ path }) => path)
}

/** What is not there, or can't be looked at, is waited for where it should stand, as a file is. */
async function isFolder (path: string): Promise<boolean> {
  return stat(path).then((found) => found.isDirectory(), () => false)
}
