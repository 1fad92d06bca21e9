import { DerCursor } from '../der/der-cursor.js'
import { DerError } from '../der/der-error.js'
import { constructed, Tag } from '../der/tags.js'
import { readHashAlgorithm, type HashName } from './hash-algorithm.js'

/** RSASSA-PSS-params (RFC 4055 §3.1), decoded; the trailer field can only be 1. */
export interface PssParameters {
  readonly hash: HashName
  /** The hash of the mask generation function MGF1. */
  readonly maskHash: HashName
  /** Octets. */
  readonly saltLength: number
}

const MGF1 = '1.2.840.113549.1.1.8'

/**
 * Reads the parameters of a signature or of a restricted key; null if they are malformed or name what is not known.
 *
 * Departure from X.690 §11.5: a default value that is encoded all the same is read, as everyone does.
 */
export function readPssParameters (parameters: Uint8Array): PssParameters | null {
  try {
    return read(new DerCursor(parameters))
  } catch (error) {
    DerError.assert(error)
    return null
  }
}

/** SEQUENCE { hashAlgorithm [0], maskGenAlgorithm [1], saltLength [2] DEFAULT 20, trailerField [3] DEFAULT 1 } */
function read (cursor: DerCursor): PssParameters {
  const outer = cursor.enter(Tag.SEQUENCE)
  const hash = optional(cursor, 0, readHashAlgorithm) ?? 'sha1'
  const maskHash = optional(cursor, 1, readMaskGeneration) ?? 'sha1'
  const saltLength = optional(cursor, 2, () => cursor.unsigned()) ?? 20
  const trailerField = optional(cursor, 3, () => cursor.unsigned()) ?? 1
  if (trailerField !== 1) cursor.fail('trailerField other than 1')
  cursor.leave(outer)
  cursor.finish()
  return { hash, maskHash, saltLength }
}

function optional<Value> (cursor: DerCursor, number: number, read: (cursor: DerCursor) => Value): Value | null {
  if (cursor.peek() !== constructed(number)) return null
  const outer = cursor.enter(constructed(number))
  const value = read(cursor)
  cursor.leave(outer)
  return value
}

/** RFC 4055 §2.2: SEQUENCE { id-mgf1, HashAlgorithm } */
function readMaskGeneration (cursor: DerCursor): HashName {
  const outer = cursor.enter(Tag.SEQUENCE)
  if (cursor.objectIdentifier() !== MGF1) cursor.fail('unknown mask generation')
  const hash = readHashAlgorithm(cursor)
  cursor.leave(outer)
  return hash
}
