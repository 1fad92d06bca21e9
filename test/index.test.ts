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
