import t from 'tap'
import { upstreamHeaders, webSocketHeaders, type ProxiedRequest } from '../../../../lib/command/serve/targets/upstream-headers.js'
import { readCertificates } from '../../../../lib/trust/certificate/certificate-source.js'
import { createAuthority } from '../../../support/pki.js'

function requestWith (headers: Record<string, string>, more: object = {}): ProxiedRequest {
  const raw = { url: '/', headers, socket: {} }
  const request = { virtualRoot: null, pseudoUser: null, clientCertificate: null, headers, raw, ...more }
  return request as unknown as ProxiedRequest
}

t.test('headers of the connection end here, those that it names among them', async (t) => {
  const headers = {
    connection: 'Mine, close',
    mine: '1',
    'keep-alive': '1',
    te: 'trailers',
    upgrade: 'x',
    expect: '100-continue',
    'proxy-authorization': 'Basic x',
    'http2-settings': 'x',
    'transfer-encoding': 'chunked',
    accept: '*/*'
  }
  t.same(upstreamHeaders(requestWith(headers), headers), {
    accept: '*/*', 'x-forwarded-for': '', 'x-forwarded-proto': 'https'
  })
})

t.test('names that no header can hold are percent-encoded', async (t) => {
  const request = requestWith({ host: 'example.org' }, {
    virtualRoot: { path: '/Café' }, pseudoUser: { name: '100% Ægir \ud800' }
  })
  t.match(upstreamHeaders(request, {}), {
    'x-ce-virtual-root': '/Caf%c3%a9', 'x-ce-user': '100%25 %c3%86gir %ef%bf%bd', 'x-forwarded-host': 'example.org'
  })
})

t.test('a certificate is told, whole and in parts, whatever the client says of another', async (t) => {
  const company = await createAuthority({ commonName: 'Société' })
  const { der } = await company.issue({ commonName: 'Alice', serialNumber: '0A0B' })
  const [certificate] = readCertificates(der, 'Alice')
  const forged = { 'client-cert': ':eA==:', X_CE_Certificate_Subject: 'CN=Mallory', 'x-ce-certificate-more': 'x' }
  const request = requestWith({}, { clientCertificate: { chain: { elements: [{ certificate }] } } })
  t.same(upstreamHeaders(request, forged), {
    'x-forwarded-for': '',
    'x-forwarded-proto': 'https',
    'x-ce-certificate-subject': 'CN=Alice',
    'x-ce-certificate-issuer': 'CN=Soci%c3%a9t%c3%a9',
    'x-ce-certificate-serial': '0A0B',
    'x-ce-certificate-fingerprint': certificate!.fingerprint256,
    'client-cert': `:${der.toString('base64')}:`
  })
})

t.test('a WebSocket has a handshake of its own', async (t) => {
  const headers = { host: 'a', 'sec-websocket-key': 'x', 'sec-websocket-extensions': 'y', cookie: 'a=b' }
  t.same(webSocketHeaders(requestWith(headers)), {
    cookie: 'a=b', 'x-forwarded-for': '', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'a'
  })
})
