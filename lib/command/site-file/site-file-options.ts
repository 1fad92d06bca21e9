import type { Command } from 'commander'
import type { SiteOptions } from '../../site/options.js'
import { CommandError } from '../context.js'
import { readNamedFile } from '../files.js'
import { collect } from '../verb.js'
import type { SiteFile } from './site-file.js'

/** What a site's file can't say, since a registry has no place for it. */
export interface SiteFileOptions {
  readonly anchors?: readonly string[]
  readonly intermediates?: readonly string[]
  readonly crls?: readonly string[]
  readonly store?: string
  /** Of a registry file: which site. */
  readonly site?: string
  /** Of a registry file: what IF finds set. */
  readonly define?: readonly string[]
}

/** Adds these options to a verb that reads a site. */
export function declareSiteFileOptions (verb: Command): Command {
  return verb
    .option('--anchors <file>', 'trust the certificates in this file (repeatable)', collect)
    .option('--intermediates <file>', 'CA certificates that clients leave out (repeatable)', collect)
    .option('--crls <file>', 'revocation lists (repeatable)', collect)
    .option('--store <folder>', 'where CertificateSubject is looked for')
    .option('--site <name>', 'of a .reg file: the site below Websites')
    .option('--define <name[=value]>', 'of a .reg file: what IF finds set (repeatable)', collect)
}

/** @throws CommandError for what only a registry file knows */
export function rejectRegistryOptions (path: string, { site, define }: SiteFileOptions): void {
  if (site !== undefined) throw new CommandError(`${path}: --site is for .reg files`)
  if (define !== undefined) throw new CommandError(`${path}: --define is for .reg files`)
}

/**
 * Adds what the options of the verb name. It takes the place of what the file says of the same.
 *
 * @throws CommandError if a file can't be read
 */
export async function addCertificateFiles (
  site: SiteFile, { anchors, intermediates, crls, store }: SiteFileOptions
): Promise<SiteFile> {
  const { options, places } = site
  const added: Array<[keyof SiteOptions, unknown]> = store === undefined ? [] : [['store', store]]
  for (const [option, files] of Object.entries({ trustAnchors: anchors, intermediates, crls })) {
    if (files === undefined) continue
    added.push([option as keyof SiteOptions, await Promise.all(files.map(readNamedFile))])
    files.forEach((file, index) => { places.add(`${option}[${index}]`, { file }) })
  }
  const named = [anchors, intermediates, crls].flatMap((files) => files ?? [])
  return { ...site, options: { ...options, ...Object.fromEntries(added) }, files: [...site.files, ...named] }
}
