import { readAlgorithmIdentifier } from '../certificate/algorithm-identifier.js'
import type { DerCursor } from '../der/der-cursor.js'
import { Tag } from '../der/tags.js'

/** A hash function by its name in node:crypto. MD2 and MD4 are known by name alone: Node's OpenSSL has neither. */
export type HashName =
  'md2' | 'md4' | 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512' | 'sha512-224' | 'sha512-256'

/** RFC 4055 §2.1 and RFC 8017 §A.2.3 */
const hashes: ReadonlyMap<string, HashName> = new Map([
  ['1.3.14.3.2.26', 'sha1'],
  ['2.16.840.1.101.3.4.2.4', 'sha224'],
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
  ['2.16.840.1.101.3.4.2.5', 'sha512-224'],
  ['2.16.840.1.101.3.4.2.6', 'sha512-256']
])

/** RFC 4055 §2.1: the parameters are NULL or absent. Throws a DerError, also where the hash is not known. */
export function readHashAlgorithm (cursor: DerCursor): HashName {
  const { algorithm, parameters } = readAlgorithmIdentifier(cursor)
  const hash = hashes.get(algorithm)
  if (hash === undefined || (parameters !== null && !isNull(parameters))) return cursor.fail('unknown hash')
  return hash
}

/** The parameters of an AlgorithmIdentifier are NULL. */
export function isNull (parameters: Uint8Array): boolean {
  return parameters.length === 2 && parameters[0] === Tag.NULL && parameters[1] === 0
}
