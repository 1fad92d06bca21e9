import t from 'tap'
import { createAccounts, identityOf } from './accounts-site.js'
import { testMatrix } from './matrix.js'
import { certificateFacts, log, rows, validCertificate } from './rows.js'

const { site, pki } = await createAccounts(t)

const text = { 'content-type': 'text/plain' }

const alice = { who: 'Alice', identity: identityOf(pki['alice.pem']) }
const alicesCertificate = validCertificate(pki['alice.pem'], 'CompanyIssuer', 'Company Root')
const mallorysCertificate = validCertificate(pki['mallory.pem'], 'CompanyIssuer', 'Company Root')
const carolsCertificate = validCertificate(pki['carol.pem'], 'AccountingIssuer')
const untrusted = ['IS_UNTRUSTED_ROOT']
const trudysCertificate = certificateFacts(pki['self-signed.pem'], untrusted, [['AccountingIssuer', untrusted]])

t.test('the answers of permissions, of mapping, of access and of paths', async t => {
  const asked = { certificate: alicesCertificate }
  const mapped = { user: 'Alice', certificate: alicesCertificate }
  await testMatrix(t, {
    site: {
      ...site,
      // What a client sends of its chain must do, on a resumed connection too.
      intermediates: [],
      adminUsers: 'Carol',
      virtualRoots: {
        ...site.virtualRoots,
        '/Closed': { permissions: ['REQUIRE_CERT'] },
        '/Reports': { permissions: ['READ', 'REQUIRE_CERT'] },
        '/Inbox': { permissions: ['WRITE', 'REQUIRE_CERT'] },
        '/Office': { permissions: ['EXECUTE', 'REQUIRE_CERT', 'MAP_CERT'], authentication: 2 },
        '/Greeting': { permissions: ['EXECUTE', 'NEGO_CERT', 'MAP_CERT'] },
        '/Members': { permissions: ['EXECUTE', 'NEGO_CERT', 'MAP_CERT'], authentication: 1 }
      }
    },
    visitors: [
      {
        ...alice,
        rows: rows(
          ['reads where nothing is allowed: 403.1', { path: '/Closed/x' }, 'FST_CE_EXECUTE_DENIED', log('/Closed', 'permissions', asked)],
          ['reads where READ is not set: 403.2', { path: '/Inbox' }, 'FST_CE_READ_DENIED', log('/Inbox', 'permissions', asked)],
          ['writes where WRITE is not set: 403.3', { path: '/Reports/1', method: 'POST', body: 'new' }, 'FST_CE_WRITE_DENIED', log('/Reports', 'permissions', asked)],
          ['deletes where WRITE is not set: 403.3', { path: '/Reports/1', method: 'DELETE' }, 'FST_CE_WRITE_DENIED', log('/Reports', 'permissions', asked)],
          ['reads where READ is set', { path: '/Reports/1' }, { user: null }, log('/Reports', 'permissions', asked)],
          ['writes where WRITE is set', { path: '/Inbox', method: 'POST', headers: text, body: 'new' }, { user: null }, log('/Inbox', 'permissions', asked)],
          ['posts where EXECUTE is set', { path: '/Accounts', method: 'POST', headers: text, body: 'new' }, { user: 'Alice' }, log('/Accounts', 'permissions', mapped)],
          ['is no administrator: 403.12', { path: '/Office' }, 'FST_CE_MAPPER_DENIED', log('/Office', 'access', mapped)],
          ['has a name where one can do without', { path: '/Greeting' }, { user: 'Alice' }, log('/Greeting', 'permissions', mapped)],
          ['takes a path with two readings: 400', { path: '/x/%2e%2e/Accounts/balance' }, 'FST_CE_AMBIGUOUS_PATH', log(null, 'virtualRoot')],
          ['takes a path in another case', { path: '/aCCoUNTS/balance' }, { user: 'Alice' }, log('/Accounts', 'permissions', mapped)],
          ['takes a path beside the root', { path: '/AccountsOld' }, { user: null }, null]
        )
      },
      {
        who: 'Mallory',
        identity: identityOf(pki['mallory.pem']),
        rows: rows(
          ['maps to nobody: 403.12', { path: '/Members' }, 'FST_CE_MAPPER_DENIED', log('/Members', 'mapping', { certificate: mallorysCertificate })],
          ['needs no name', { path: '/Greeting' }, { user: null }, log('/Greeting', 'permissions', { certificate: mallorysCertificate })]
        )
      },
      {
        who: 'Carol',
        identity: identityOf(pki['carol.pem']),
        rows: rows(['is an administrator', { path: '/Office' }, { user: 'Carol' }, log('/Office', 'permissions', { user: 'Carol', certificate: carolsCertificate })])
      },
      {
        who: 'Trudy',
        identity: identityOf(pki['self-signed.pem']),
        rows: rows(['is not let in as if without a certificate: 403.16', { path: '/Greeting' }, 'FST_CE_CERT_UNTRUSTED', log('/Greeting', 'trust', { certificate: trudysCertificate })])
      },
      {
        who: 'Nobody',
        rows: rows(
          ['needs a certificate: 403.7', { path: '/Closed' }, 'FST_CE_CERT_REQUIRED', log('/Closed', 'certificate')],
          ['needs a certificate to be a member: 403.7', { path: '/Members' }, 'FST_CE_CERT_REQUIRED', log('/Members', 'certificate')],
          ['can do without', { path: '/Greeting' }, { user: null }, log('/Greeting', 'permissions')]
        )
      }
    ],
    cells: { tried: 19 * 36, impossible: 19 * 24 }
  })
})
