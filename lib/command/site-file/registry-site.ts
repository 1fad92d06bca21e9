import {
  SITE_VALUES, sitePath, SSL, SSL_VALUES, USER_VALUES, USERS, VIRTUAL_ROOT_VALUES, VIRTUAL_ROOTS
} from '../../site/registry/layout.js'
import type { KnownValues } from '../../site/registry/layout.js'
import { Registry, type RegistryKey } from '../../site/registry/registry.js'
import { RegistryFileError, siteFromRegistry } from '../../site/registry-file.js'
import { foldCase } from '../../site/names.js'
import { attempt } from '../attempt.js'
import { FileFault } from '../file-fault.js'
import type { Finding } from '../output/finding.js'
import { Places, userWords, virtualRootWords } from './places.js'
import type { SiteFileOptions } from './site-file-options.js'
import type { SiteFile } from './site-file.js'
import type { GivenTarget, GivenTargets } from './targets.js'

/**
 * Reads a site from a registry file.
 *
 * @throws FileFault at the first thing that is not understood, or if the file does not hold the site
 */
export async function readRegistrySite (
  path: string, bytes: Uint8Array, { site: website, define: defines = [] }: SiteFileOptions
): Promise<SiteFile> {
  const findings: Finding[] = []
  const outcome = attempt(() => siteFromRegistry(bytes, {
    ...(website !== undefined && { website }),
    defines,
    onWarning: ({ message, line, column }) => {
      findings.push({ severity: 'warning', message, place: { file: path, line, column } })
    }
  }))
  if ('value' in outcome) {
    const registry = new Registry(bytes, defines)
    const places = placesIn(registry, path, website)
    return { options: outcome.value, places, findings, targets: targetsIn(registry, website), files: [path] }
  }
  const { cause, complaint } = outcome
  const place = cause instanceof RegistryFileError ? { line: cause.line, column: cause.column } : {}
  throw new FileFault(complaint.replace(/^(?:registry file[^:]*|siteFromRegistry): /, ''), { file: path, ...place })
}

function placesIn (registry: Registry, file: string, website: string | undefined): Places {
  const places = new Places({ file })
  const site = idOf(sitePath(website))
  const note = (key: RegistryKey, what: string, known: KnownValues): void => {
    const before = what === '' ? '' : `${what}.`
    if (what !== '') places.add(what, { file, ...registry.position(key.offset) })
    for (const { name, option } of known) {
      const value = key.values.get(foldCase(name))
      if (option !== null && value !== undefined) {
        places.add(before + option, { file, ...registry.position(value.dataOffset) })
      }
    }
  }
  for (const key of registry) {
    const name = key.path.at(-1)!
    const parent = idOf(key.path.slice(0, -1))
    if (idOf(key.path) === site) note(key, '', SITE_VALUES)
    else if (idOf(key.path) === idOf([site, SSL])) note(key, '', SSL_VALUES)
    else if (parent === idOf([site, VIRTUAL_ROOTS])) note(key, virtualRootWords(name), VIRTUAL_ROOT_VALUES)
    else if (parent === idOf([site, SSL, USERS])) note(key, userWords(name), USER_VALUES)
  }
  return places
}

/** What CE's web server serves under each virtual root: the default value of its key. */
export function targetsIn (registry: Registry, website: string | undefined): GivenTargets {
  const targets = new Map<string, GivenTarget>()
  const roots = idOf([...sitePath(website), VIRTUAL_ROOTS])
  for (const { path, values } of registry) {
    const data = values.get('')?.data
    if (data?.type !== 'REG_SZ' || idOf(path.slice(0, -1)) !== roots) continue
    targets.set(path.at(-1)!, { physicalPath: data.value })
  }
  return targets
}

function idOf (path: readonly string[]): string {
  return foldCase(path.join('\\'))
}
