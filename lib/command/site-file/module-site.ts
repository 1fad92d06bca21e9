import type { SiteOptions } from '../../site/options.js'
import { CommandError } from '../context.js'
import { loadModule } from '../load-module.js'
import { Places } from './places.js'
import { rejectRegistryOptions, type SiteFileOptions } from './site-file-options.js'
import type { SiteFile } from './site-file.js'
import { partTargets } from './targets.js'

/**
 * Reads a site from a module: its default export, or its export `site`. The module is run.
 *
 * @throws CommandError if it fails, or exports neither
 */
export async function readModuleSite (path: string, _: Uint8Array, given: SiteFileOptions): Promise<SiteFile> {
  rejectRegistryOptions(path, given)
  const exported = await loadModule(path)
  const site = exported['default'] ?? exported['site']
  if (typeof site !== 'object' || site === null) {
    throw new CommandError(`${path}: it exports no site; export it as default, or as 'site'`)
  }
  return { ...partTargets(site as SiteOptions), places: new Places({ file: path }), findings: [], files: [path] }
}
