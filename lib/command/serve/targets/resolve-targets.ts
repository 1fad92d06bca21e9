import { stat } from 'node:fs/promises'
import { dirname, extname, resolve } from 'node:path'
import { foldCase, withoutEndingSlash } from '../../../site/names.js'
import { show } from '../../../validation.js'
import { attempt } from '../../attempt.js'
import { CommandError } from '../../context.js'
import { fileError } from '../../files.js'
import type { Finding } from '../../output/finding.js'
import { virtualRootWords } from '../../site-file/places.js'
import type { SiteFile } from '../../site-file/site-file.js'
import { isUrl, type GivenTarget } from '../../site-file/targets.js'
import { devicePath } from './device-path.js'
import type { Target } from './target.js'

/** What is told of targets on the command line. */
export interface TargetOptions {
  /** `/Accounts=VALUE`, which takes the place of what the site says. */
  readonly target?: readonly string[]
  /** Of a registry file: the folder in which the device's paths are looked up. */
  readonly root?: string
}

/** What the virtual roots serve, by their prefixes, and what is wrong with that. */
export interface ResolvedTargets {
  readonly targets: ReadonlyMap<string, Target>
  readonly findings: readonly Finding[]
}

const modules: ReadonlySet<string> = new Set(['.js', '.mjs', '.cjs'])

/**
 * Finds out what each virtual root serves. A root below another may leave it to that one.
 *
 * @param path of the site's file; relative names stand beside it
 * @throws CommandError for what is wrong with the options
 */
export async function resolveTargets (
  path: string, { options, places, targets: given }: Pick<SiteFile, 'options' | 'places' | 'targets'>,
  settings: TargetOptions
): Promise<ResolvedTargets> {
  const prefixes = Object.keys(options.virtualRoots)
  const named = namedTargets(settings.target ?? [], prefixes)
  const findings: Finding[] = []
  const targets = new Map<string, Target>()
  const tell = (prefix: string, complaint: string): void => {
    findings.push(places.finding('error', `${virtualRootWords(prefix)}: ${complaint}`))
  }
  for (const prefix of prefixes) {
    const value = named.get(prefix)
    const own = given.get(prefix)
    const outcome = attempt(() => {
      if (value !== undefined) return routable(prefix, targetOf(value))
      return own === undefined ? null : routable(prefix, givenTarget(own, path, settings.root))
    })
    const complaint = 'complaint' in outcome ? outcome.complaint : await complaintAbout(outcome.value)
    if (complaint !== null) tell(prefix, complaint)
    else if ('value' in outcome && outcome.value !== null) targets.set(prefix, outcome.value)
  }
  for (const prefix of findings.length > 0 ? [] : prefixes) {
    if ([...targets.keys()].some((other) => isWithin(prefix, other))) continue
    tell(prefix, `nothing says what it serves; give --target ${prefix}=VALUE, a folder, an upstream URL or a module`)
  }
  return { targets, findings }
}

/** The values of `--target`, by the prefixes as the site writes them. */
function namedTargets (values: readonly string[], prefixes: readonly string[]): ReadonlyMap<string, string> {
  const named = new Map<string, string>()
  for (const text of values) {
    const [, path, value] = /^(\/[^=]*)=(.+)$/s.exec(text) ?? []
    if (path === undefined || value === undefined) {
      throw new CommandError(`--target ${text}: write it as /Accounts=VALUE, a folder, an upstream URL or a module`)
    }
    const prefix = prefixes.find((known) => normal(known) === normal(path))
    if (prefix === undefined) {
      throw new CommandError(`--target ${text}: the site has no virtual root ${path}; it has ${prefixes.join(', ')}`)
    }
    if (named.has(prefix)) throw new CommandError(`--target ${text}: ${path} has a target already; give it one`)
    named.set(prefix, value)
  }
  return named
}

/** @throws TypeError for what is none, or more than one */
function givenTarget (given: GivenTarget, path: string, root: string | undefined): Target {
  const [[kind, value], another] = Object.entries(given) as [[keyof GivenTarget, unknown], [string, unknown]?]
  if (another !== undefined) throw new TypeError(`has two targets, ${kind} and ${another[0]}; give it one`)
  if (typeof value !== 'string' || value === '') {
    throw new TypeError(`${kind}: ${show(value)} is no name; write a folder, an upstream URL or a module`)
  }
  const folder = dirname(path)
  switch (kind) {
    case 'physicalPath': return isUrl(value) ? upstreamOf(value) : targetOf(devicePath(value, root))
    case 'upstream': return upstreamOf(value)
    case 'module': return { kind, module: resolve(folder, value) }
    case 'folder': return { kind, folder: resolve(folder, value) }
  }
}

/** @throws TypeError if routes can't have the prefix: a colon begins a parameter there */
function routable (prefix: string, target: Target): Target {
  if (prefix.includes(':')) throw new TypeError('nothing can be served under a path with a colon; take another path')
  return target
}

/** @throws TypeError for a URL that is no upstream */
function targetOf (value: string): Target {
  if (isUrl(value)) return upstreamOf(value)
  const file = resolve(value)
  return modules.has(extname(value).toLowerCase()) ? { kind: 'module', module: file } : { kind: 'folder', folder: file }
}

function upstreamOf (value: string): Target {
  const upstream = URL.canParse(value) ? new URL(value) : null
  if (upstream === null || !['http:', 'https:'].includes(upstream.protocol)) {
    throw new TypeError(`the upstream ${show(value)} is no URL; write it as http://127.0.0.1:9000 or https://…`)
  }
  const { username, password, search, hash } = upstream
  if (username + password + search + hash !== '') {
    throw new TypeError(`the upstream ${show(value)} has more than a host, a port and a path; leave that out`)
  }
  return { kind: 'upstream', upstream }
}

/** What is wrong with a target's file or folder; null if nothing is. */
async function complaintAbout (target: Target | null): Promise<string | null> {
  if (target === null || target.kind === 'upstream') return null
  const path = target.kind === 'folder' ? target.folder : target.module
  try {
    const isFolder = (await stat(path)).isDirectory()
    if (isFolder === (target.kind === 'folder')) return null
    return isFolder ? `the module ${path} is a folder` : `${path} is a file, and only a folder can be served`
  } catch (error) {
    return `the ${target.kind} ${fileError(path, error as NodeJS.ErrnoException).message}`
  }
}

function isWithin (prefix: string, other: string): boolean {
  return `${normal(prefix)}/`.startsWith(`${normal(other)}/`)
}

/** As virtual roots are compared. */
function normal (prefix: string): string {
  return foldCase(withoutEndingSlash(prefix))
}
