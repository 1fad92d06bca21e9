import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { X509Certificate } from '../../lib/trust/x509.js'

t.test('the library is usable as it comes from here, without a polyfill of the caller\'s', async (t) => {
  const der = readFileSync(join('test', 'conformance', 'pkits', 'certs', 'GoodCACert.crt'))
  const certificate = new X509Certificate(der)
  t.match(certificate.subject, 'CN=Good CA')
  t.strictSame(Buffer.from(certificate.rawData), der)
})
