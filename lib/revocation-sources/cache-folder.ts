import { createHash, randomUUID } from 'node:crypto'
import { accessSync, constants, mkdirSync } from 'node:fs'
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Validators } from './download.js'

/** An answer as it came, which is kept across restarts. */
export interface KeptAnswer extends Validators {
  readonly content: Buffer
}

const file = /^[0-9a-f]{64}\.answer$/
const temporaryFile = /^[0-9a-f]{64}\.answer\.[0-9a-f-]{36}$/
/** Milliseconds after which a file that was not finished is nobody's any more. */
const abandoned = 3_600_000
/** The line before the content names a URL, which a certificate has room for. */
const longestHeader = 128 * 1024

/**
 * A folder with a file for each answer: a line of JSON that says whose it is, and the answer itself. A file that is
 * damaged, or not of whom it should be, is no file. What answers say is signed: whoever can write here can make them
 * missing, and no more.
 */
export class CacheFolder {
  readonly #path: string
  readonly #maxTotalSize: number
  readonly #mostFiles: number
  /** Bytes by name, those that were written last at the end. */
  #sizes: Map<string, number> | null = null
  #written: Promise<void> = Promise.resolve()

  /**
   * Makes the folder, if it is not there.
   *
   * @throws TypeError if it can't be used
   */
  constructor (path: string, maxTotalSize: number, mostFiles: number) {
    try {
      mkdirSync(path, { recursive: true, mode: 0o700 })
      accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK)
    } catch (error) {
      const { message } = error as Error
      throw new TypeError(`revocationSources.cacheFolder: ${path} can't be used (${message})`, { cause: error })
    }
    this.#path = path
    this.#maxTotalSize = maxTotalSize
    this.#mostFiles = mostFiles
  }

  async read (key: string): Promise<KeptAnswer | null> {
    const bytes = await this.#readFile(nameOf(key))
    const end = bytes?.indexOf('\n') ?? -1
    if (bytes === null || end === -1) return null
    const header = parseHeader(bytes.toString('utf8', 0, end))
    const content = bytes.subarray(end + 1)
    if (header === null || header['key'] !== key || header['digest'] !== digestOf(content)) return null
    return { content, etag: textOrNull(header['etag']), lastModified: textOrNull(header['lastModified']) }
  }

  /** Files are written one after the other, each in one step: nobody ever reads half a file. */
  async write (key: string, { content, etag, lastModified }: KeptAnswer): Promise<void> {
    const header = JSON.stringify({ key, etag, lastModified, digest: digestOf(content) })
    const bytes = Buffer.concat([Buffer.from(`${header}\n`), content])
    const written = this.#written.then(() => this.#writeFile(nameOf(key), bytes))
    this.#written = written.catch(() => {}) // whoever wrote it is told
    return written
  }

  /** Ends when all that was written is there, or has failed. */
  get written (): Promise<void> {
    return this.#written
  }

  async #readFile (name: string): Promise<Buffer | null> {
    const path = join(this.#path, name)
    try {
      const { size } = await stat(path)
      return size <= this.#maxTotalSize + longestHeader ? await readFile(path) : null
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    }
  }

  async #writeFile (name: string, bytes: Buffer): Promise<void> {
    const sizes = this.#sizes ??= await this.#list()
    const temporary = join(this.#path, `${name}.${randomUUID()}`)
    try {
      await writeFile(temporary, bytes, { mode: 0o600, flag: 'wx' })
      await rename(temporary, join(this.#path, name))
    } catch (error) {
      await rm(temporary, { force: true })
      throw error
    }
    sizes.delete(name)
    sizes.set(name, bytes.length)
    await this.#makeRoom(sizes)
  }

  /** Those that were written last stay. */
  async #makeRoom (sizes: Map<string, number>): Promise<void> {
    let total = 0
    for (const size of sizes.values()) total += size
    for (const [name, size] of sizes) {
      if (total <= this.#maxTotalSize && sizes.size <= this.#mostFiles) return
      await rm(join(this.#path, name), { force: true })
      sizes.delete(name)
      total -= size
    }
  }

  /** What others have left here is not touched, except for files that were begun and never finished. */
  async #list (): Promise<Map<string, number>> {
    const found: Array<{ name: string, size: number, time: number }> = []
    for (const name of await readdir(this.#path)) {
      if (!file.test(name) && !temporaryFile.test(name)) continue
      const { size, mtimeMs: time } = await stat(join(this.#path, name))
      if (file.test(name)) found.push({ name, size, time })
      else if (Date.now() - time > abandoned) await rm(join(this.#path, name), { force: true })
    }
    found.sort((a, b) => a.time - b.time)
    return new Map(found.map(({ name, size }) => [name, size]))
  }
}

function nameOf (key: string): string {
  return `${createHash('sha256').update(key).digest('hex')}.answer`
}

function digestOf (content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

function parseHeader (line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' ? value as Record<string, unknown> | null : null
  } catch {
    return null // no JSON: damaged
  }
}

function textOrNull (value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
