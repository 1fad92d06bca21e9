import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { createAuthority } from '../support/pki.js'
import type { Identity } from '../support/pki.js'
import { requestRawPath } from '../support/clients.js'
import { createGuardedSite, SECRET } from '../support/guarded-site.js'
import { keepLog } from '../support/log.js'
import { startSite } from '../support/start-site.js'

// lessons.md S40: a refused client is told what its answer means, and nothing of the certificate, the site or OpenSSL.
const { site, authority, stranger, impostor } = await createGuardedSite({
  '/Nothing': { permissions: ['SSL'] }, '/Inbox': { permissions: ['WRITE'] }, '/Library': { permissions: ['READ'] }
})
const expired = await authority.issue({
  commonName: 'Erin', serialNumber: '0c', notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2020-02-01T00:00:00Z')
})
const elsewhere = await createAuthority({ commonName: 'OtherIssuer' })
const trudy = await elsewhere.issue({ commonName: 'Trudy', serialNumber: '0d' })

const refusals: Array<[who: string, identity: Identity | null, method: string, path: string, subStatus: string]> = [
  ['nobody', null, 'GET', '/Accounts/books', '403.7'],
  ['somebody who maps to nobody', stranger, 'GET', '/Accounts/books', '403.12'],
  ['a self-signed certificate', impostor, 'GET', '/Accounts/books', '403.16'],
  ['a certificate of an unknown issuer', trudy, 'GET', '/Accounts/books', '403.16'],
  ['an expired certificate', expired, 'GET', '/Accounts/books', '403.17'],
  ['somebody without a permission', null, 'GET', '/Nothing', '403.1'],
  ['somebody who reads', null, 'GET', '/Inbox', '403.2'],
  ['somebody who writes', null, 'POST', '/Library', '403.3'],
  ['an ambiguous path', null, 'GET', '/Library/../Accounts', '400']
]

/** Words of certificates, of the site, and of those who verify: what only the log may hold. */
const told = new RegExp(['Alice', 'Stranger', 'Erin', 'Trudy', 'Issuer', 'CN=', 'userList', 'CertTrust', 'IS_', 'UNABLE_TO',
  'SELF_SIGNED', 'openssl', 'error:', 'stack', '\\.ts\\b', '\\b0[abcd]\\b'].join('|'), 'i')

for (const [who, identity, method, path, subStatus] of refusals) {
  t.test(`${who} is told ${subStatus}, and nothing more`, async (t) => {
    const log = keepLog()
    const { port } = await startSite(t, site, {
      fastify: { logger: log.logger }, after: (app: FastifyInstance) => app.all('/*', async () => SECRET)
    })
    const { status, headers, body, json } = await requestRawPath({ port, identity }, path, method)
    t.equal(status, Number.parseInt(subStatus))
    t.strictSame(Object.keys(json), ['statusCode', 'code', 'error', 'message', 'subStatus'])
    t.match(json, { subStatus, statusCode: status, code: /^FST_CE_[A-Z\d_]+$/ })
    t.notMatch(body, told)
    t.notMatch(JSON.stringify(headers), told)
    t.equal(log.lines.length, 1, 'the log has one line about it')
  })
}

t.test('the log says what the client is not told', async (t) => {
  const log = keepLog()
  const { port } = await startSite(t, site, { fastify: { logger: log.logger } })
  await requestRawPath({ port, identity: expired }, '/Accounts')
  t.match(log.lines, [{
    level: 40,
    msg: 'refused: 403.17 FST_CE_CERT_TIME',
    ceCertAuth: {
      code: 'FST_CE_CERT_TIME',
      subStatus: '403.17',
      virtualRoot: '/Accounts',
      step: 'trust',
      issuer: /CompanyIssuer/,
      subject: /Erin/,
      serialNumber: /0c/i,
      trust: ['IS_NOT_TIME_VALID'],
      user: null
    }
  }])
})
