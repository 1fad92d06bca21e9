import { X509Certificate } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Certificate } from '../../trust/certificate/certificate.js'
import { fileCertificates } from '../explain/presented.js'
import { CommandError } from '../context.js'
import { fileError, readNamedFile, writeNewFile } from '../files.js'

/** The name of the first authority of a folder: its files are `ca.pem`, `ca.key`, `ca.crl`. */
export const ROOT = 'ca'

/** A certificate of the folder, by the name of its files. */
export interface Entry {
  readonly name: string
  readonly certificate: Certificate
}

/** A certificate that was revoked, by its authority's name and its serial number. */
export interface Revocation {
  readonly issuer: string
  /** Upper-case hexadecimal. */
  readonly serialNumber: string
  /** ISO 8601. */
  readonly at: string
  /** RFC 5280 §5.3.1 */
  readonly reason: string
}

/** The folder of a private CA: `NAME.pem` and `NAME.key` for each certificate, `NAME.crl`, `revoked.json`. */
export class PkiFolder {
  readonly path: string

  constructor (path: string) {
    this.path = path
  }

  file (name: string): string {
    return join(this.path, name)
  }

  async create (): Promise<void> {
    await mkdir(this.path, { recursive: true, mode: 0o700 }).catch((error) => { throw fileError(this.path, error) })
  }

  /** Writes new files, the private ones for their owner alone. Not one is written if any is there. */
  async add (files: ReadonlyArray<readonly [name: string, content: string | Uint8Array]>): Promise<void> {
    for (const [name] of files) {
      if (existsSync(this.file(name))) {
        throw new CommandError(`${this.file(name)}: it is there already, and nothing is overwritten`)
      }
    }
    for (const [name, content] of files) {
      const mode = name.endsWith('.pem') ? 0o644 : 0o600
      await writeNewFile(this.file(name), content, mode)
    }
  }

  /** Puts a file in the place of the one before, at once. */
  async replace (name: string, content: string): Promise<void> {
    await writeFile(this.file(`${name}.new`), content)
    await rename(this.file(`${name}.new`), this.file(name))
  }

  async readText (name: string): Promise<string> {
    return (await readNamedFile(this.file(name))).toString('utf8')
  }

  /** @throws CommandError if the folder is none of ours */
  async entries (): Promise<Entry[]> {
    if (!existsSync(this.file(`${ROOT}.pem`))) {
      throw new CommandError(`${this.path}: there is no CA here; make one with: ce-cert-auth pki init`)
    }
    const names = (await readdir(this.path)).filter((file) => file.endsWith('.pem')).sort()
    return Promise.all(names.map(async (file) => {
      const [leaf] = fileCertificates(this.file(file), await readNamedFile(this.file(file)))
      if (leaf === undefined) throw new CommandError(`${this.file(file)}: there is no certificate in it`)
      return { name: file.slice(0, -'.pem'.length), certificate: Certificate.decode(leaf) }
    }))
  }

  async revocations (): Promise<Revocation[]> {
    if (!existsSync(this.file('revoked.json'))) return []
    return JSON.parse(await readFile(this.file('revoked.json'), 'utf8'))
  }
}

/** An authority of the folder: one whose certificate is that of a CA. */
export async function authorityOf (folder: PkiFolder, name: string): Promise<Entry & { keyPem: string }> {
  const entry = (await folder.entries()).find((other) => other.name === name)
  if (entry?.certificate.basicConstraints?.cA !== true) {
    throw new CommandError(`${folder.path}: there is no authority ${name} here; see: ce-cert-auth pki list`)
  }
  return { ...entry, keyPem: await folder.readText(`${name}.key`) }
}

/** The authority that has issued a certificate; undefined if it is none of the folder's. */
export function issuerOf (entries: readonly Entry[], { raw }: Certificate): Entry | undefined {
  const certificate = new X509Certificate(raw)
  return entries.find((other) => {
    const issuer = new X509Certificate(other.certificate.raw)
    return other.certificate.basicConstraints?.cA === true && certificate.checkIssued(issuer) &&
      certificate.verify(issuer.publicKey)
  })
}
