import { createRequire } from 'node:module'
import t from 'tap'
import * as exported from '../lib/index.js'

t.test('these are the names that the package exports', async (t) => {
  t.strictSame(Object.keys(exported).sort(), [
    'CertTrust', 'CertTrustInfo', 'CertificateChainEngine', 'RegistryFileError', 'UrlFlags', 'ceCertAuth', 'createServer',
    'default', 'errorCodes', 'httpsOptions', 'siteFromRegistry', 'siteToRegistry'
  ])
})

t.test('the plugin is the default', async (t) => {
  t.equal(exported.default, exported.ceCertAuth)
})

t.test('what most apps never need is not loaded with it', async (t) => {
  const loaded = Object.keys(createRequire(import.meta.url).cache)
  t.ok(loaded.some((path) => path.includes('fastify-plugin')))
  t.equal(loaded.find((path) => /node_modules.(@peculiar|node-forge)/.test(path)), undefined)
})
