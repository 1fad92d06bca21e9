import type { X509Certificate } from '@peculiar/x509'

/**
 * A certificate as an object of @peculiar/x509. The library is loaded with the first one: it takes as long to load as
 * the plugin itself, and most apps never ask for it.
 *
 * A CommonJS module in both builds, for only such a one loads another in the middle of a function.
 */
export function x509Certificate (der: Uint8Array): X509Certificate {
  require('reflect-metadata') // version 2 needs the polyfill before it
  const library: typeof import('@peculiar/x509') = require('@peculiar/x509')
  return new library.X509Certificate(Uint8Array.from(der))
}
