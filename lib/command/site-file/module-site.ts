import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { SiteOptions } from '../../site/options.js'
import { CommandError } from '../context.js'
import { Places } from './places.js'
import { rejectRegistryOptions, type SiteFileOptions } from './site-file-options.js'
import type { SiteFile } from './site-file.js'

/**
 * Reads a site from a module: its default export, or its export `site`. The module is run.
 *
 * @throws CommandError if it fails, or exports neither
 */
export async function readModuleSite (path: string, _: Uint8Array, given: SiteFileOptions): Promise<SiteFile> {
  rejectRegistryOptions(path, given)
  const exported = await load(path)
  const site = exported['default'] ?? exported['site']
  if (typeof site !== 'object' || site === null) {
    throw new CommandError(`${path}: it exports no site; export it as default, or as 'site'`)
  }
  return { options: site as SiteOptions, places: new Places({ file: path }), findings: [] }
}

async function load (path: string): Promise<Record<string, unknown>> {
  try {
    return await import(pathToFileURL(resolve(path)).href)
  } catch (error) {
    throw new CommandError(`${path}: it can't be loaded (${String(error).split('\n', 1)[0]})`, { cause: error })
  }
}
