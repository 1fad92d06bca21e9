import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import ceCertAuth from '../../lib/index.js'
import type { SiteOptions } from '../../lib/index.js'
import type { ClientIdentity } from '../support/conversation.js'
import { entry, signedCrl, time as date } from '../support/crl.js'
import { commonName, integer, sequence } from '../support/der.js'
import type { Octets } from '../support/der.js'
import { handMade, handMadeAuthority } from '../support/hand-made.js'
import type { HandMade } from '../support/hand-made.js'
import { keepLog } from '../support/log.js'
import { certificateId, signedOcsp, single } from '../support/ocsp.js'
import { Extension, createAuthority } from '../support/pki.js'
import { requireProgram } from '../support/program.js'
import { crlsAt, ocspAt, revocationServer, type Answerer } from '../support/revocation-server.js'
import { startSite, type RunningSite } from '../support/start-site.js'
import { temporaryFolder } from '../support/temporary-folder.js'
import { visit } from '../support/visit.js'

// Hand-made certificates are valid in 2026, and the CRLs of test/support/crl.ts fresh in June.
const clock = (): Date => new Date('2026-06-15T12:00:00Z')
const root = handMadeAuthority({ subject: commonName('Root') })
const impostor = handMadeAuthority({ subject: commonName('Root') })
const good = signedCrl(root)
const revoked = signedCrl(root, { entries: [entry('05')] })

const revocationSources = { hosts: ['127.0.0.1'], allowPrivateAddresses: true }
/** Milliseconds that no test takes. */
const never = 60_000

function leafWith (...extensions: Octets[]): HandMade {
  return handMade(root, {
    subject: commonName('Leaf'), serialNumber: integer('05'), extensionList: sequence(...extensions)
  })
}

async function start (
  t: Test, options: Partial<SiteOptions> = {}, log = keepLog('info'), before: (app: FastifyInstance) => unknown = () => {}
): Promise<RunningSite> {
  return startSite(t, {
    virtualRoots: { '/': { permissions: ['READ', 'REQUIRE_CERT'] } },
    trustAnchors: root.der,
    clock,
    revocationSources,
    revocationTimeout: never,
    ...options
  }, { fastify: { logger: log.logger }, before })
}

/** The sub-status that a client gets, or 200. */
async function answerTo ({ port }: { port: number }, identity: ClientIdentity): Promise<unknown> {
  const { responses: [response] } = await visit({ port, identity, tls: 'TLSv1.3' }, [{ path: '/' }])
  return response?.json['subStatus'] ?? response?.status
}

const failures: ReadonlyArray<readonly [name: string, answer: Answerer, subStatus?: string]> = [
  ['dead', (_request, response) => response.destroy()],
  ['broken', (_request, response) => response.writeHead(500).end()],
  ['lying with garbage', Buffer.from('garbage')],
  ['lying with a CRL of another signer', signedCrl(impostor)],
  ['lying with a CRL of another issuer', signedCrl(root, { issuer: commonName('Other') })],
  ['giving a CRL that is out of date', signedCrl(root, { nextUpdate: date('260602000000Z') })],
  ['giving a certificate', root.der],
  ['giving a CRL that revokes', revoked, '403.13'],
  ['giving a CRL that is out of date and revokes', signedCrl(root, {
    nextUpdate: date('260602000000Z'), entries: [entry('05')]
  }), '403.13']
]

for (const [name, answer, subStatus = '403.16'] of failures) {
  t.test(`with a server that is ${name} nobody enters`, async (t) => {
    const server = await revocationServer(t, answer)
    t.equal(await answerTo(await start(t), leafWith(crlsAt(`${server.origin}/`))), subStatus)
  })
}

t.test('a request waits for the first answer, and those after it for none', async (t) => {
  const server = await revocationServer(t, good)
  const site = await start(t)
  const leaf = leafWith(crlsAt(`${server.origin}/`))
  const explain = (): boolean => site.app.ceCertAuth.explain({ path: '/', certificate: leaf.der }).admitted
  t.equal(explain(), false, 'what is not fetched is not known')
  t.equal(server.connections, 0, 'explain fetches nothing')
  t.equal(await answerTo(site, leaf), 200)
  t.equal(await answerTo(site, leaf), 200)
  t.equal(explain(), true)
  t.equal(server.requests.length, 1)
})

t.test('it waits no longer than the site allows, and is decided with what there is', async (t) => {
  const server = await revocationServer(t, () => {})
  const leaf = leafWith(crlsAt(`${server.origin}/`))
  const unknown = 0x1000040
  t.equal(await answerTo(await start(t, { revocationTimeout: 20 }), leaf), '403.16')
  t.equal(await answerTo(await start(t, { revocationTimeout: 20, certTrustOverride: unknown }), leaf), 200)
})

t.test('it waits for the other source where the first one has failed', async (t) => {
  const dead = await revocationServer(t)
  const server = await revocationServer(t, (_request, response) => { setTimeout(20).then(() => response.end(good)) })
  t.equal(await answerTo(await start(t), leafWith(ocspAt(`${dead.origin}/`), crlsAt(`${server.origin}/`))), 200)
})

t.test('an answer that can be forgiven is waited for too: it may be that the certificate is revoked', async (t) => {
  const server = await revocationServer(t, revoked)
  t.equal(await answerTo(await start(t, { certTrustOverride: 0x1000040 }), leafWith(crlsAt(`${server.origin}/`))), '403.13')
})

for (const when of ['before it waits', 'while it waits']) {
  t.test(`what an earlier hook answers ${when} gets out to nobody whose certificate may be revoked`, async (t) => {
    let answer = (): void => undefined
    const server = await revocationServer(t, () => { answer() })
    const { port } = await start(t, { certTrustOverride: 0x1000040 }, undefined, (app) => {
      app.addHook('onRequest', (request, reply, done) => {
        answer = () => { reply.send('well') }
        if (when === 'before it waits') answer()
        else done()
      })
    })
    t.equal(await answerTo({ port }, leafWith(crlsAt(`${server.origin}/`))), '403.16')
  })
}

t.test('what an earlier hook answers gets out where the revocation is known', async (t) => {
  let answers = false
  const server = await revocationServer(t, good)
  const site = await start(t, {}, undefined, (app) => app.addHook('onRequest', (request, reply, done) => {
    if (answers) reply.send('well')
    else done()
  }))
  const leaf = leafWith(crlsAt(`${server.origin}/`))
  t.equal(await answerTo(site, leaf), 200)
  answers = true
  t.equal(await answerTo(site, leaf), 200)
})

t.test('a failure is told to the log once, and nothing of it to the client', async (t) => {
  const server = await revocationServer(t)
  const log = keepLog('warn')
  const site = await start(t, {}, log)
  const leaf = leafWith(crlsAt(`${server.origin}/secret`))
  for (let count = 0; count < 3; count++) {
    const { responses: [response] } = await visit({ port: site.port, identity: leaf, tls: 'TLSv1.3' }, [{ path: '/' }])
    t.notMatch(JSON.stringify(response?.json), /secret|404/)
  }
  t.match(log.lines.filter(({ msg }) => /fetched/.test(msg)), [{
    level: 40, source: `${server.origin}/secret`, err: { message: 'answers with the HTTP status 404' }
  }])
})

t.test('that a URL answers again is told too', async (t) => {
  const server = await revocationServer(t)
  const log = keepLog('info')
  const site = await start(t, {}, log)
  await answerTo(site, leafWith(ocspAt(`${server.origin}/`)))
  server.answer = signedOcsp(root, { responses: [single({ certificateId: certificateId(root, '06') })] })
  const other = handMade(root, {
    subject: commonName('Other'), serialNumber: integer('06'), extensionList: sequence(ocspAt(`${server.origin}/`))
  })
  t.equal(await answerTo(site, other), 200)
  t.match(log.lines.filter(({ msg }) => /fetched/.test(msg)).map(({ level }) => level), [40, 30])
})

t.test('who has no certificate waits for nothing', async (t) => {
  const { port } = await start(t)
  const { responses: [response] } = await visit({ port, tls: 'TLSv1.3' }, [{ path: '/' }])
  t.equal(response?.json['subStatus'], '403.7')
})

t.test('a clock that fails while a request waits refuses it', async (t) => {
  let isBroken = false
  const server = await revocationServer(t, (_request, response) => {
    isBroken = true
    response.end(good)
  })
  const site = await start(t, {
    clock () {
      if (isBroken) throw new Error('the battery is empty')
      return clock()
    }
  })
  t.equal(await answerTo(site, leafWith(crlsAt(`${server.origin}/`))), '403.16')
})

t.test('an app that is closed ends what is under way', async (t) => {
  const server = await revocationServer(t, () => {})
  const site = await start(t)
  const answer = answerTo(site, leafWith(crlsAt(`${server.origin}/`))).catch(() => 'closed')
  while (server.requests.length === 0) await setTimeout(1)
  await site.app.close()
  t.ok(['closed', '403.16'].includes(String(await answer)))
})

t.test('answers outlive a restart of the app, a folder that can\'t be used stops its start', async (t) => {
  const cacheFolder = await temporaryFolder(t, { file: '' })
  const server = await revocationServer(t, good)
  const leaf = leafWith(crlsAt(`${server.origin}/`))
  const options = { revocationSources: { ...revocationSources, cacheFolder } }
  const before = await start(t, options)
  t.equal(await answerTo(before, leaf), 200)
  await before.app.close()
  server.stop()
  t.equal(await answerTo(await start(t, options), leaf), 200)
  const unusable = { ...revocationSources, cacheFolder: join(cacheFolder, 'file') }
  await t.rejects(async () => {
    await Fastify().register(ceCertAuth, { virtualRoots: {}, trustAnchors: root.der, revocationSources: unusable })
  }, { name: 'TypeError', message: /^revocationSources.cacheFolder/ })
})

/** `openssl ocsp` on a port of its own; it ends with the test. */
async function opensslResponder (t: Test, folder: string): Promise<number> {
  const free = createServer().listen(0, '127.0.0.1')
  await once(free, 'listening')
  const { port } = free.address() as AddressInfo
  await new Promise((resolve) => free.close(resolve))
  const child = spawn('openssl', [
    'ocsp', '-port', `${port}`, '-index', 'index.txt', '-CA', 'ca.pem', '-rsigner', 'ca.pem', '-rkey', 'ca.key', '-nmin', '60'
  ], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  t.teardown(() => { child.kill('SIGKILL') })
  await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data')])
  return port
}

if (requireProgram(t, 'openssl', 'openssl')) {
  for (const [status, subStatus] of [['V', 200], ['R', '403.13']] as const) {
    t.test(`a real responder is asked, and its answer counts: ${subStatus}`, async (t) => {
      const authority = await createAuthority({ commonName: 'Real' })
      const revokedAt = status === 'R' ? '260101000000Z' : ''
      const folder = await temporaryFolder(t, {
        'ca.pem': authority.pem,
        'ca.key': authority.keyPem,
        'index.txt': `${status}\t491231235959Z\t${revokedAt}\t0A0B0C\tunknown\t/CN=Alice\n`
      })
      const port = await opensslResponder(t, folder)
      const access = ocspAt(`http://127.0.0.1:${port}/`)
      // extnValue, without the extension around it.
      const value = new Uint8Array(access.subarray(access.indexOf(0x04, 12) + 2))
      const alice = await authority.issue({
        commonName: 'Alice', serialNumber: '0a0b0c', extensions: [new Extension('1.3.6.1.5.5.7.1.1', false, value.buffer)]
      })
      const site = await start(t, { trustAnchors: authority.pem, clock: () => new Date() })
      t.equal(await answerTo(site, alice), subStatus)
    })
  }
}
