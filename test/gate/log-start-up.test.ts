import Fastify from 'fastify'
import t from 'tap'
import { startUpReport } from '../../lib/access/start-up-report.js'
import { createServer } from '../../lib/index.js'
import { logStartUp } from '../../lib/gate/log-start-up.js'
import { serverFacts } from '../../lib/gate/server-facts.js'
import { createSite } from '../../lib/site/options.js'
import { keepLog } from '../support/log.js'
import { createAuthority } from '../support/pki.js'

const authority = await createAuthority({ commonName: 'Root' })
const { keyPem: key, pem: cert } = await authority.issueServer(['www.test', 'a.test'])
const virtualRoots = { '/': {}, '/x': { permissions: ['READ', 'REQUIRE_CERT'] } } as const

function logged (certificateHost: string) {
  const options = { virtualRoots, trustAnchors: authority.pem, certificateHost }
  const { logger, lines } = keepLog('info')
  const { server, log } = Fastify({ logger, https: { key, cert }, serverFactory: createServer(options) })
  const report = startUpReport(createSite(options), serverFacts({ server, httpVersions: ['HTTP/1.1'] }))
  logStartUp({ server, log }, report)
  return { report, lines }
}

t.test('the report is in the log, and a sentence for each virtual root', async (t) => {
  const { report, lines } = logged('a.test')
  t.match(lines, [
    { level: 30, ceCertAuth: report },
    { level: 30, msg: '/ asks for no certificate' },
    { level: 30, msg: /^\/x requires a certificate; on a\.test every client is asked in the handshake; on other / }
  ])
  t.equal(lines.length, 3)
})

t.test('a host for which the server has no certificate is warned of', async (t) => {
  const { lines } = logged('b.test')
  t.match(lines.filter(({ level }) => level > 30), [{ level: 40, msg: /^certificateHost: .* not valid for b\.test/ }])
})
