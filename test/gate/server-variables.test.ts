import t from 'tap'
import type { DecidedRequest } from '../../lib/gate/decided-request.js'
import type { GateRequest } from '../../lib/gate/gate-request.js'
import { serverVariablesOf, type ServerVariables } from '../../lib/gate/server-variables.js'
import { CertificateChainEngine } from '../../lib/trust/engine.js'
import { createAuthority } from '../support/pki.js'

const authority = await createAuthority({ commonName: 'CompanyIssuer' })
const alice = await authority.issue({ commonName: 'Alice', serialNumber: '0102030405' })
const tls = { encrypted: true, remoteAddress: '192.0.2.1', getCipher: () => ({ standardName: 'TLS_AES_128_GCM_SHA256' }) }

function variablesOf (request: object, decided: object | null): ServerVariables {
  const given: object = { raw: { socket: tls }, method: 'GET', url: '/Accounts', ...request }
  return serverVariablesOf(given as GateRequest, decided as DecidedRequest | null)
}

t.test('a user with a certificate', async (t) => {
  const chain = new CertificateChainEngine({ trustAnchors: authority.pem }).getCertificateChain(alice.der)
  const variables = variablesOf({ url: '/Accounts/x?y=1#z' }, { pseudoUser: { name: 'Alice' }, clientCertificate: { chain } })
  t.strictSame({ ...variables }, {
    AUTH_USER: 'Alice',
    AUTH_TYPE: 'SSL/PCT',
    REMOTE_USER: 'Alice',
    LOGON_USER: 'Alice',
    REMOTE_ADDR: '192.0.2.1',
    CERT_FLAGS: '1',
    CERT_SUBJECT: 'CN=Alice',
    CERT_ISSUER: 'CN=CompanyIssuer',
    CERT_SERIALNUMBER: '01-02-03-04-05',
    CERT_KEYSIZE: '128',
    HTTPS: 'on',
    HTTPS_KEYSIZE: '128',
    SERVER_PORT_SECURE: '1',
    REQUEST_METHOD: 'GET',
    URL: '/Accounts/x'
  })
  t.ok(Object.isFrozen(variables))
})

t.test('a certificate that CertTrustOverride let in is flagged', async (t) => {
  const chain = new CertificateChainEngine({ trustAnchors: alice.pem }).getCertificateChain(authority.der)
  t.not(chain.errorStatus, 0)
  t.equal(variablesOf({}, { pseudoUser: null, clientCertificate: { chain } }).CERT_FLAGS, '3')
})

t.test('plain HTTP, and nobody', async (t) => {
  t.match(variablesOf({ raw: { socket: {} } }, null), {
    AUTH_USER: '',
    AUTH_TYPE: '',
    REMOTE_ADDR: '',
    CERT_FLAGS: '',
    CERT_SUBJECT: '',
    CERT_ISSUER: '',
    CERT_SERIALNUMBER: '',
    CERT_KEYSIZE: '',
    HTTPS: 'off',
    HTTPS_KEYSIZE: '',
    SERVER_PORT_SECURE: '0'
  })
})
