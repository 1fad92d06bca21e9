import { dirname, join, win32 } from 'node:path'
import { string, wrong } from '../../validation.js'
import { printPlace } from '../output/finding.js'
import { virtualRootWords, type Places } from '../site-file/places.js'
import { isUrl, type GivenTarget } from '../site-file/targets.js'
import type { SourceSite } from './source-site.js'

/** What virtual roots serve, by their prefixes, as another kind of file says it; and what that can't say. */
export interface CarriedTargets<Target> {
  readonly targets: ReadonlyMap<string, Target>
  /** One sentence each, with its place and what to do. */
  readonly lost: readonly string[]
}

type Source = Pick<SourceSite, 'targets' | 'places'>

/** As members of the roots of a JSON file. A path of another machine leads nowhere on this one. */
export function jsonTargets ({ targets: given, places }: Source): CarriedTargets<GivenTarget> {
  const targets = new Map<string, GivenTarget>()
  const lost: string[] = []
  for (const [prefix, { physicalPath, ...own }] of given) {
    if (physicalPath === undefined) targets.set(prefix, own)
    else if (isUrl(physicalPath)) targets.set(prefix, { upstream: physicalPath })
    else lost.push(loss(places, prefix, `${JSON.stringify(physicalPath)}; ${replacement(physicalPath)}`))
  }
  return { targets, lost }
}

/**
 * As the default values of the keys of a registry file: URLs of upstreams, and paths of a device.
 *
 * @throws TypeError for what is no target
 */
export function registryTargets ({ targets: given, places }: Source): CarriedTargets<string> {
  const targets = new Map<string, string>()
  const lost: string[] = []
  for (const [prefix, target] of given) {
    for (const [kind, value] of Object.entries(target)) {
      const what = `${virtualRootWords(prefix)}.${kind}`
      const name = string(value, what)
      if (kind === 'upstream' && !isUrl(name)) throw wrong(what, name, 'a URL, such as http://127.0.0.1:9000')
      if (kind === 'physicalPath' || kind === 'upstream') targets.set(prefix, name)
      else lost.push(loss(places, prefix, `${JSON.stringify(name)}; ${option(places, prefix, name)}`))
    }
  }
  return { targets, lost }
}

function loss (places: Places, prefix: string, what: string): string {
  return `${printPlace(places.at(virtualRootWords(prefix)))}: what ${prefix} serves, ${what}`
}

/** What to serve a registry file with, whose own paths are those of a device. */
function option (places: Places, prefix: string, name: string): string {
  const { file } = places.at(virtualRootWords(prefix))
  return `a registry has paths of a device alone: serve it with --target ${prefix}=${join(dirname(file), name)}`
}

/** What to write in the place of a path of Windows: of a folder, or of a program that nothing else runs. */
function replacement (physicalPath: string): string {
  const name = win32.basename(physicalPath)
  return /^[^.]+$/.test(name)
    ? `copy the folder beside the new file, and add "folder": ${JSON.stringify(name)} to the root`
    : 'add what takes its place to the root, "upstream": "http://HOST:PORT" or "module": "FILE.mjs"'
}
