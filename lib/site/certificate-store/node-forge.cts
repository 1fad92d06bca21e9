/**
 * node-forge, loaded with the first PKCS#12 file: it takes as long to load as the plugin itself.
 *
 * A CommonJS module in both builds, for only such a one loads another in the middle of a function.
 */
export function nodeForge (): typeof import('node-forge') {
  return require('node-forge')
}
