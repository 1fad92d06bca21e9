import { createSecureContext, type TlsOptions } from 'node:tls'
import type { SiteOptions } from '../../site/options.js'
import { CommandError } from '../context.js'
import { passphraseOf, type PassphraseOptions } from '../explain/presented.js'
import { readNamedFile } from '../files.js'

/** The server's certificate and its key, where the site's store has none. */
export interface CredentialOptions extends PassphraseOptions {
  readonly cert?: string
  readonly key?: string
  readonly pfx?: string
}

/** The TLS options that hold the server's certificate, the site that is left, and the files that were read. */
export interface Credentials {
  readonly tls: TlsOptions
  readonly options: SiteOptions
  readonly files: readonly string[]
}

/**
 * Reads the server's certificate from the files that are named; they take the place of the site's `CertificateSubject`.
 *
 * @throws CommandError if there is none, or it can't be used
 */
export async function readCredentials (site: SiteOptions, given: CredentialOptions): Promise<Credentials> {
  const { cert, key, pfx, passphraseFile } = given
  const passphrase = await passphraseOf(given)
  const secret = passphrase === '' ? {} : { passphrase }
  const secretFiles = passphraseFile === undefined ? [] : [passphraseFile]
  if ((cert ?? key ?? pfx) === undefined) {
    return { tls: {}, options: { ...site, ...secret }, files: [storeOf(site), ...secretFiles] }
  }
  if (pfx !== undefined && (cert ?? key) !== undefined) throw new CommandError('give --pfx, or --cert and --key')
  if (pfx === undefined && cert === undefined) throw new CommandError('--key needs --cert too')
  if (pfx === undefined && key === undefined) throw new CommandError('--cert needs --key too')
  const { certificateSubject: _subject, store: _store, passphrase: _passphrase, ...options } = site
  const named = Object.entries({ cert, key, pfx }).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const contents = await Promise.all(named.map(async ([name, file]) => [name, await readNamedFile(file)] as const))
  const tls: TlsOptions = { ...Object.fromEntries(contents), ...secret }
  try {
    createSecureContext(tls)
  } catch (error) {
    const words = named.map(([, file]) => file).join(', ')
    throw new CommandError(`${words}: no certificate with its key (${(error as Error).message}); for one with a ` +
      'passphrase give --passphrase-file', { cause: error })
  }
  return { tls, options, files: [...named.map(([, file]) => file), ...secretFiles] }
}

function storeOf ({ certificateSubject, store }: SiteOptions): string {
  if (certificateSubject !== undefined && store !== undefined) return store
  throw new CommandError(certificateSubject === undefined
    ? 'the server has no certificate; give --cert and --key, --pfx, or CertificateSubject and --store'
    : `CertificateSubject is '${certificateSubject}'; name with --store the folder that it is looked for in`)
}
