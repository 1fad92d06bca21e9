import { extname } from 'node:path'
import type { SiteOptions } from '../../site/options.js'
import { CommandError } from '../context.js'
import { readNamedFile } from '../files.js'
import type { Finding } from '../output/finding.js'
import { readJsonSite } from './json-site.js'
import { readModuleSite } from './module-site.js'
import type { Places } from './places.js'
import { readRegistrySite } from './registry-site.js'
import { addCertificateFiles, type SiteFileOptions } from './site-file-options.js'
import type { GivenTargets } from './targets.js'

/** A site as a file says it. Whether it makes sense is another question. */
export interface SiteFile {
  readonly options: SiteOptions
  readonly places: Places
  /** What was found on the way: files that can't be read, keys without effect. */
  readonly findings: readonly Finding[]
  readonly targets: GivenTargets
  /** What was read, the file itself among it, and what should have been there to be read. */
  readonly files: readonly string[]
}

const readers = new Map([
  ['.reg', readRegistrySite],
  ['.json', readJsonSite],
  ['.js', readModuleSite],
  ['.mjs', readModuleSite],
  ['.cjs', readModuleSite]
])

/**
 * Reads a site from a registry file, a JSON file or a module, as the file's name says.
 *
 * @throws CommandError if it can't be read, or not be understood
 */
export async function readSiteFile (path: string, given: SiteFileOptions): Promise<SiteFile> {
  const read = readers.get(extname(path).toLowerCase())
  const bytes = await readNamedFile(path)
  if (read === undefined) {
    throw new CommandError(`${path}: a site is a file ${[...readers.keys()].join(', ')}; this is none`)
  }
  return addCertificateFiles(await read(path, bytes, given), given)
}
