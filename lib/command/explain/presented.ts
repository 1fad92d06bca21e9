import { X509Certificate } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { readPkcs12 } from '../../site/certificate-store/pkcs12.js'
import { readCertificates } from '../../trust/certificate/certificate-source.js'
import { attempt } from '../attempt.js'
import { CommandError } from '../context.js'
import { fileError, readNamedFile } from '../files.js'
import { certificatesOfPeer, peerAddress } from './live-peer.js'

/** What a client presents: DER of its own certificate, and of what it sends along. */
export interface Presented {
  readonly leaf: Uint8Array
  readonly intermediates: readonly Uint8Array[]
}

/** How a PKCS#12 file is opened. */
export interface PassphraseOptions {
  readonly passphrase?: string
  /** The first line of this file. */
  readonly passphraseFile?: string
}

/**
 * Reads what a client would present: from a PEM or DER file, the leaf first; from a PKCS#12 file, the leaf being the
 * certificate with the key; or from a peer that is asked for it (`host:port`).
 *
 * @throws CommandError if there is none
 */
export async function readPresented (source: string, options: PassphraseOptions): Promise<Presented> {
  const address = peerAddress(source)
  if (address !== null && !existsSync(source)) return certificatesOfPeer(address)
  const bytes = await readNamedFile(source)
  const isPkcs12 = ['.p12', '.pfx'].includes(extname(source).toLowerCase())
  const [leaf, ...intermediates] = isPkcs12
    ? pkcs12Certificates(source, bytes, await passphraseOf(options))
    : fileCertificates(source, bytes)
  if (leaf === undefined) throw new CommandError(`${source}: there is no certificate in it`)
  return { leaf, intermediates }
}

/** Blocks of other kinds, such as the private key and parameters. */
const OTHER_BLOCKS = /-----BEGIN ((?!CERTIFICATE-----)[^-\n]+)-----[^]*?-----END \1-----/g

/** The certificates of a PEM or DER file, whatever keys stand beside them. */
export function fileCertificates (file: string, bytes: Buffer): Uint8Array[] {
  const text = bytes.toString('latin1')
  const source = text.includes('-----BEGIN ') ? text.replace(OTHER_BLOCKS, '').trim() : bytes
  if (source.length === 0) return []
  const outcome = attempt(() => readCertificates(source, 'it').map(({ raw }) => raw))
  if ('complaint' in outcome) throw new CommandError(`${file}: ${outcome.complaint}`)
  return outcome.value
}

function pkcs12Certificates (file: string, bytes: Buffer, passphrase: string): Uint8Array[] {
  const { certificates, keys } = openPkcs12(file, bytes, passphrase)
  const all = certificates.map(({ raw }) => raw)
  const leaf = all.find((raw) => keys.some((key) => new X509Certificate(raw).checkPrivateKey(key)))
  return leaf === undefined ? all : [leaf, ...all.filter((raw) => raw !== leaf)]
}

function openPkcs12 (file: string, bytes: Buffer, passphrase: string): ReturnType<typeof readPkcs12> {
  try {
    return readPkcs12(bytes, passphrase)
  } catch (error) {
    const { message } = error as Error
    throw new CommandError(`${file}: it can't be opened (${message}); give --passphrase-file`, { cause: error })
  }
}

/** The passphrase that the options say; '' if none. */
export async function passphraseOf ({ passphrase, passphraseFile }: PassphraseOptions): Promise<string> {
  if (passphraseFile === undefined) return passphrase ?? ''
  if (passphrase !== undefined) throw new CommandError('give --passphrase or --passphrase-file, not both')
  const text = await readFile(passphraseFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw fileError(passphraseFile, error)
  })
  return text.split(/\r?\n/, 1)[0]!
}
