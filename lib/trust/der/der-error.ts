/**
 * Bytes that are no DER, or not of the ASN.1 type that was asked for (X.690). It is thrown and caught inside the
 * trust engine: a peer's malformed certificate becomes a status.
 */
export class DerError extends Error {
  override readonly name = 'DerError'
  /** Where in the bytes the fault lies, counted from 0. */
  readonly offset: number

  constructor (message: string, offset: number) {
    super(`${message} at offset ${offset}`)
    this.offset = offset
  }

  /** Lets malformed input pass and throws any other error on: a fault of our own is never taken for the peer's. */
  static assert (error: unknown): asserts error is DerError {
    if (!(error instanceof DerError)) throw error
  }
}
