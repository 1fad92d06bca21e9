import { statSync } from 'node:fs'
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

  /** Watches these instead, unless it is closed. Fulfilled when it does. */
  async follow (paths: readonly string[]): Promise<void> {
    const names = [...new Set(paths.map((path) => resolve(path)))].sort()
    if (names.join('\0') === this.#watched) return
    this.#watched = names.join('\0')
    await this.#endWatcher()
    if (this.#isClosed) return
    const folders = new Set(names.filter(isFolder))
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
    this.#begun()
    await this.#endWatcher()
  }

  async #endWatcher (): Promise<void> {
    const watcher = this.#watcher
    this.#watcher = null
    await watcher?.close()
  }
}

function isFolder (path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
