import { createPrivateKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { Certificate } from '../../trust/certificate/certificate.js'
import { readPem } from '../../trust/certificate/pem.js'
import { readPkcs12 } from './pkcs12.js'

/** What a file of the store holds. */
export interface StoreFile {
  readonly path: string
  readonly certificates: readonly Certificate[]
  readonly keys: readonly KeyObject[]
}

const PKCS12: ReadonlySet<string> = new Set(['.p12', '.pfx'])
/** PEM, or the DER of one certificate. */
const PEM_OR_DER: ReadonlySet<string> = new Set(['.pem', '.crt', '.cer', '.der', '.key'])

/** RFC 7468 §10 and §11, and the older forms of OpenSSL; only the text has the headers of those that are encrypted. */
const PRIVATE_KEY = /-----BEGIN ((?:[A-Z]+ )?PRIVATE KEY)-----[^]*?-----END \1-----/g

/** Does the store read this file? Its extension says it, without case. */
export function isStoreFile (path: string): boolean {
  const extension = extname(path).toLowerCase()
  return PKCS12.has(extension) || PEM_OR_DER.has(extension)
}

/**
 * Reads a file of the store.
 *
 * @throws TypeError naming the file, if it can't be read or is not what its extension says
 */
export function readStoreFile (path: string, passphrase: string | null): StoreFile {
  try {
    const bytes = readFileSync(path)
    if (PKCS12.has(extname(path).toLowerCase())) return { path, ...readPkcs12(bytes, passphrase ?? '') }
    const text = bytes.toString('latin1')
    return { path, ...(text.includes('-----BEGIN ') ? readPemFile(text, passphrase) : readDerFile(bytes)) }
  } catch (error) {
    const { message } = error as Error
    const given = passphrase === null ? 'no passphrase was given' : 'the passphrase that was given was used'
    throw new TypeError(`store: ${path} can't be read (${message}; ${given}): repair it or take it out of the store`, {
      cause: error
    })
  }
}

/** Blocks of other kinds, such as parameters and requests, may stand in the file too. */
function readPemFile (text: string, passphrase: string | null): Omit<StoreFile, 'path'> {
  const certificates = readPem(text).filter(({ label }) => label === 'CERTIFICATE')
  return {
    certificates: certificates.map(({ der }) => Certificate.decode(der)),
    keys: Array.from(text.matchAll(PRIVATE_KEY), ([key]) => {
      return createPrivateKey(passphrase === null ? key : { key, passphrase })
    })
  }
}

function readDerFile (bytes: Uint8Array): Omit<StoreFile, 'path'> {
  return { certificates: [Certificate.decode(bytes)], keys: [] }
}
