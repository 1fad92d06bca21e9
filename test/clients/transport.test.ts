import t from 'tap'
import type { ClientRequest } from '../support/clients.js'
import { CIPHER_WITHOUT_ENCRYPTION } from '../support/tls-options.js'
import { createAccounts, identityOf } from './accounts-site.js'
import { testMatrix } from './matrix.js'
import { log, rows, validCertificate } from './rows.js'

const { site, pki } = await createAccounts(t)

const alice = { who: 'Alice', identity: identityOf(pki['alice.pem']) }
const alicesCertificate = validCertificate(pki['alice.pem'], 'CompanyIssuer', 'Company Root')

t.test('the answer to a host that the connection was not made for', async t => {
  const here = log('/Accounts', 'host', { certificate: alicesCertificate })
  const balance = (host: string): ClientRequest => ({ path: '/Accounts/balance', headers: { host } })
  await testMatrix(t, {
    site: { ...site, certificateHost: 'accounts.test' },
    // Clients that would resume make full handshakes: Node does not show the host name of a resumed TLS 1.2 session.
    server: { keepSessions: false },
    resumes: false,
    visitors: [
      {
        ...alice,
        servername: 'accounts.test',
        rows: rows(
          ['comes to the host that she asks for', balance('accounts.test'), { user: 'Alice' }, log('/Accounts', 'permissions', { user: 'Alice', certificate: alicesCertificate })],
          ['asks for another host: 421', balance('public.test'), 'FST_CE_MISDIRECTED', here]
        )
      },
      {
        ...alice,
        who: 'Alice, who came to another host,',
        servername: 'public.test',
        rows: rows(['asks for the one with certificates: 421', balance('accounts.test'), 'FST_CE_MISDIRECTED', here])
      },
      {
        ...alice,
        who: 'Alice, who named no host,',
        rows: rows(['asks for the one with certificates: 421', balance('accounts.test'), 'FST_CE_MISDIRECTED', here])
      }
    ],
    cells: { tried: 4 * 36, impossible: 4 * 24 }
  })
})

t.test('the answer to a connection that does not encrypt', async t => {
  await testMatrix(t, {
    site,
    server: { https: { ciphers: CIPHER_WITHOUT_ENCRYPTION } },
    visitors: [{
      ...alice,
      withoutEncryption: true,
      rows: rows(
        ['is refused: 403.5', { path: '/Accounts/balance' }, 'FST_CE_SSL128_REQUIRED', log('/Accounts', 'transport', { certificate: alicesCertificate })],
        ['goes where it does not matter', { path: '/' }, { user: null }, null]
      )
    }],
    // As many ways in TLS 1.3 are impossible as in TLS 1.2 are possible, besides those of HTTP.
    cells: { tried: 2 * 18, impossible: 2 * (24 + 18) }
  })
})

t.test('the answers to plain HTTP', async t => {
  await testMatrix(t, {
    site: {
      virtualRoots: {
        '/': { permissions: ['READ'] },
        '/Secure': { permissions: ['READ', 'SSL'] },
        '/Strong': { permissions: ['READ', 'SSL128'] }
      }
    },
    server: { https: null },
    visitors: [{
      who: 'Nobody',
      withoutTls: true,
      rows: rows(
        ['is refused where SSL is set: 403.4', { path: '/Secure' }, 'FST_CE_SSL_REQUIRED', log('/Secure', 'transport')],
        ['is refused where SSL128 is set: 403.5', { path: '/Strong' }, 'FST_CE_SSL128_REQUIRED', log('/Strong', 'transport')],
        ['claims a proxy with TLS in vain: 403.4', { path: '/Secure', headers: { 'x-forwarded-proto': 'https' } }, 'FST_CE_SSL_REQUIRED', log('/Secure', 'transport')],
        ['goes where neither is set', { path: '/' }, { user: null }, log('/', 'permissions')]
      )
    }],
    // 5 clients, 2 versions of HTTP, 3 manners; curl can 3, each of Node's clients 2.
    cells: { tried: 4 * 7, impossible: 4 * 23 }
  })
})
