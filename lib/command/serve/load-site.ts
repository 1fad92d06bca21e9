import type { FastifyBaseLogger } from 'fastify'
import { attempt } from '../attempt.js'
import { expiryFindings } from '../check/expiry.js'
import { inspectOptions } from '../check/inspect-options.js'
import { CommandError } from '../context.js'
import { FileFault } from '../file-fault.js'
import { printPlace, type Finding } from '../output/finding.js'
import { virtualRootWords } from '../site-file/places.js'
import { readSiteFile, type SiteFile } from '../site-file/site-file.js'
import type { SiteFileOptions } from '../site-file/site-file-options.js'
import { UrlFlags } from '../../site/flags.js'
import { createSite } from '../../site/options.js'
import { VirtualRoots } from '../../site/virtual-roots.js'
import { readCredentials, type CredentialOptions } from './credentials.js'
import { openSite } from './open-site.js'
import type { ServedSite } from './served-site.js'
import { resolveTargets, type TargetOptions } from './targets/resolve-targets.js'
import type { Target } from './targets/target.js'

/** What a site is made of, besides its file. */
export interface LoadOptions extends SiteFileOptions, TargetOptions, CredentialOptions {
  readonly acquire?: 'handshake' | 'renegotiate'
}

/** A site, ready to take over. */
export interface LoadedSite {
  readonly site: ServedSite
  readonly targets: ReadonlyMap<string, Target>
  /** All that it was read from. */
  readonly files: readonly string[]
}

/** All that keeps a site from being served, with file and line. */
export class SiteFaults extends CommandError {
  readonly findings: readonly Finding[]

  constructor (findings: readonly Finding[], cause?: unknown) {
    super(findings.map(({ place, message }) => `${printPlace(place)}: ${message}`).join('\n'), { cause })
    this.findings = findings
  }
}

/** Days before an end in which it is told. */
const soon = 30

/**
 * Reads a site and makes it ready to be served, the whole of it or nothing.
 *
 * @param read is told of each file that was read, or was to be
 * @throws SiteFaults, or CommandError for what can't be read
 */
export async function loadSite (
  path: string, given: LoadOptions, log: FastifyBaseLogger, read: (file: string) => void
): Promise<LoadedSite> {
  const file = withAcquire(await readSiteFile(path, given).catch(asFaults), given)
  file.files.forEach(read)
  const { targets, findings } = await resolveTargets(path, file, given)
  const errors = [...errorsIn(file), ...findings]
  if (errors.length > 0) throw new SiteFaults(errors)
  const { tls, options, files } = await readCredentials(file.options, given)
  const modules = [...targets.values()].flatMap((target) => target.kind === 'module' ? [target.module] : [])
  const all = [...file.files, ...files, ...modules]
  all.forEach(read)
  const warnings = [...endingSoon(file), ...unreadFolders(file, targets)]
  const site = await openSite({ options, targets, tls, log }).catch((error: unknown) => {
    if (error instanceof CommandError) throw error
    // The plugin of a module may throw anything.
    throw new SiteFaults([file.places.finding('error', error instanceof Error ? error.message : String(error))], error)
  })
  for (const { message, place } of warnings) {
    log.warn({ place }, `${printPlace(place)}: ${message}`)
  }
  return { site, targets, files: all }
}

function withAcquire (file: SiteFile, { acquire }: LoadOptions): SiteFile {
  return acquire === undefined ? file : { ...file, options: { ...file.options, acquire } }
}

function asFaults (error: unknown): never {
  if (!(error instanceof FileFault)) throw error
  const { complaint: message, place } = error
  throw new SiteFaults([{ severity: 'error', message, place }])
}

/** As `check` finds them. */
function errorsIn ({ options, places, findings }: SiteFile): Finding[] {
  const unread = findings.filter(({ severity }) => severity === 'error')
  if ('value' in attempt(() => createSite(options))) return unread
  const { errors } = inspectOptions(options)
  return [...unread, ...errors.map((message) => places.finding('error', message))]
}

/** On a device nobody reads a folder without READ: its programs run. */
function unreadFolders ({ options, places }: SiteFile, targets: ReadonlyMap<string, Target>): Finding[] {
  const roots = [...new VirtualRoots(options.virtualRoots)]
  return Object.keys(options.virtualRoots).flatMap((prefix, index) => {
    const isRead = (roots[index]!.permissions & UrlFlags.READ) !== 0
    if (isRead || targets.get(prefix)?.kind !== 'folder') return []
    return [places.finding('warning', `${virtualRootWords(prefix)}: its folder is served without READ; what a device ` +
      'would have run is sent as it is')]
  })
}

/** What has ended or ends soon, which makes the site refuse, and does not keep it from being served. */
function endingSoon ({ options, places, findings }: SiteFile): Finding[] {
  const time = options.clock?.() ?? new Date()
  return [...findings, ...expiryFindings(options, places, { time, days: soon })]
}
