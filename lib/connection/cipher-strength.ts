/** Bits of the secret key of each bulk cipher, by the part of its name that tells it. */
const keyBits: ReadonlyArray<readonly [pattern: RegExp, bits: number]> = [
  [/CHACHA20|AES_?256|CAMELLIA_?256|ARIA_?256/, 256],
  [/AES_?128|CAMELLIA_?128|ARIA_?128|SEED|IDEA|RC4_128/, 128],
  // NIST SP 800-67: three keys of 56 bits give no more than 112 bits of security.
  [/3DES/, 112]
]

/**
 * The strength of a cipher suite in bits; 0 where nothing is known of it, so that what is strange counts as weak.
 *
 * @param standardName the name from the IANA registry of TLS cipher suites, as `tlsSocket.getCipher().standardName`
 *   gives it
 */
export function cipherStrength (standardName: string): number {
  return keyBits.find(([pattern]) => pattern.test(standardName))?.[1] ?? 0
}
