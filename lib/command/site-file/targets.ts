import type { SiteOptions } from '../../site/options.js'
import type { VirtualRootOptions } from '../../site/virtual-roots.js'
import { isRecord } from '../is-record.js'

const names = ['folder', 'upstream', 'module'] as const

/** What a virtual root serves, as a site's file says it: for `serve` alone to make sense of. */
export interface GivenTarget {
  readonly folder?: unknown
  readonly upstream?: unknown
  readonly module?: unknown
  /** Of a registry file: the default value of the root's key, a path of the device as a rule. */
  readonly physicalPath?: string
}

/** What the virtual roots of a site serve, by their prefixes. */
export type GivenTargets = ReadonlyMap<string, GivenTarget>

/** Parts what a site's roots serve, which the site itself has no options for, from what they ask of clients. */
export function partTargets (options: SiteOptions): { options: SiteOptions, targets: GivenTargets } {
  const { virtualRoots } = options
  const targets = new Map<string, GivenTarget>()
  if (!isRecord(virtualRoots)) return { options, targets }
  const rest = Object.entries(virtualRoots).map(([prefix, root]) => {
    if (!isRecord(root)) return [prefix, root] as const
    const [own, others] = part(root)
    if (Object.keys(own).length > 0) targets.set(prefix, own)
    return [prefix, Object.keys(own).length > 0 ? others : root] as const
  })
  if (targets.size === 0) return { options, targets }
  return { options: { ...options, virtualRoots: Object.fromEntries(rest) }, targets }
}

/** Whether what a registry names is an upstream: no path of a device has a scheme. */
export function isUrl (physicalPath: string): boolean {
  return /^[a-z][a-z\d+.-]+:\/\//i.test(physicalPath)
}

function part (root: VirtualRootOptions): [GivenTarget, VirtualRootOptions] {
  const isTarget = ([name]: readonly [string, unknown]): boolean => (names as readonly string[]).includes(name)
  const entries = Object.entries(root)
  return [
    Object.fromEntries(entries.filter(isTarget)),
    Object.fromEntries(entries.filter((entry) => !isTarget(entry)))
  ]
}
