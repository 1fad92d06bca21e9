import { DerError } from '../../der/der-error.js'
import { OcspResponse } from './ocsp-response.js'

/** An OCSP response in DER, as a responder sends it. */
export type OcspSource = Uint8Array

/**
 * The responses that an operator gives. `what` is the option's name, for messages. Throws a TypeError that names the
 * option and the position for whatever is none, and for one without an answer: none is ever skipped.
 */
export function readOcspResponses (source: OcspSource | readonly OcspSource[], what: string): OcspResponse[] {
  return ocspSources(source, what).map((der, index) => {
    try {
      return OcspResponse.decode(der)
    } catch (error) {
      DerError.assert(error)
      const position = source instanceof Uint8Array ? what : `${what}[${index}]`
      throw new TypeError(`${position} is no OCSP response (${error.message}): give one in DER`, { cause: error })
    }
  })
}

/** The bytes of responses, not decoded: a peer may have sent them. Throws a TypeError for what is no bytes. */
export function ocspSources (source: OcspSource | readonly OcspSource[], what: string): readonly OcspSource[] {
  if (source instanceof Uint8Array) return [source]
  if (!Array.isArray(source)) throw new TypeError(`${what} is neither bytes nor an array of these: give DER`)
  source.forEach((der, index) => {
    if (!(der instanceof Uint8Array)) throw new TypeError(`${what}[${index}] is no Uint8Array: give DER`)
  })
  return source
}

/** Those that a peer sent. What can't be decoded is left out: it is no answer. */
export function decodeOcspResponses (ders: readonly Uint8Array[]): OcspResponse[] {
  return ders.flatMap((der) => {
    try {
      return [OcspResponse.decode(der)]
    } catch (error) {
      DerError.assert(error)
      return []
    }
  })
}
