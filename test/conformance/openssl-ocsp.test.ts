/** Responses of a real responder, `openssl ocsp`, to requests of a real client. They are made now, and for one day. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import type { RevocationMode } from '../../lib/trust/chain-options.js'
import { CertificateChainEngine } from '../../lib/trust/engine.js'
import { OcspResponse } from '../../lib/trust/revocation/ocsp/ocsp-response.js'
import { CertTrust } from '../../lib/trust/status.js'
import { Extension, KeyUsageFlags, createAuthority } from '../support/pki.js'
import type { Authority, CertificateOptions, Identity } from '../support/pki.js'
import { requireProgram, runProgram } from '../support/program.js'
import { temporaryFolder } from '../support/temporary-folder.js'

const HOUR = 60 * 60 * 1000
const now = Date.now()
const UNKNOWN = 'REVOCATION_STATUS_UNKNOWN IS_OFFLINE_REVOCATION'

const root = await createAuthority({ commonName: 'Root' })
const issuer = await root.issueAuthority({ commonName: 'Issuer' })
const stranger = await createAuthority({ commonName: 'Stranger' })
const alice = await issuer.issue({ commonName: 'Alice', serialNumber: '0a0b0c' })

const noCheck = new Extension('1.3.6.1.5.5.7.48.1.5', false, Uint8Array.of(5, 0).buffer)
const designated: CertificateOptions = {
  commonName: 'Responder', extendedKeyUsage: ['1.3.6.1.5.5.7.3.9'], extensions: [noCheck]
}

/** Lines of an index of `openssl ca`. */
const VALID = 'V\t491231235959Z\t\t0A0B0C\tunknown\t/CN=Alice\n'
const REVOKED = 'R\t491231235959Z\t260101000000Z,keyCompromise\t0A0B0C\tunknown\t/CN=Alice\n'

interface Asked {
  readonly index?: string
  /** Of the client, of the responder. */
  readonly hash?: 'sha1' | 'sha256'
  readonly responder?: Identity
  readonly responderOptions?: readonly string[]
}

async function ask (t: Parameters<typeof temporaryFolder>[0], asked: Asked = {}): Promise<Buffer> {
  const { index = VALID, hash = 'sha1', responder = issuer, responderOptions = ['-ndays', '1'] } = asked
  const folder = await temporaryFolder(t, {
    'issuer.pem': issuer.pem,
    'alice.pem': alice.pem,
    'responder.pem': responder.pem,
    'responder.key': responder.keyPem,
    'index.txt': index
  })
  const file = (name: string): string => join(folder, name)
  await openssl(t, ['-issuer', file('issuer.pem'), `-${hash}`, '-cert', file('alice.pem'), '-reqout', file('request')])
  await openssl(t, [
    '-index', file('index.txt'), '-CA', file('issuer.pem'), '-rsigner', file('responder.pem'),
    '-rkey', file('responder.key'), '-reqin', file('request'), '-respout', file('response'), ...responderOptions
  ])
  return readFile(file('response'))
}

async function openssl (t: Parameters<typeof temporaryFolder>[0], options: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await runProgram(t, 'openssl', ['ocsp', ...options])
  if (exitCode !== 0) throw new Error(stderr)
}

function statusOf (ocspResponses: Buffer, time = now, revocation: RevocationMode = 'endCertificate'): string {
  const engine = new CertificateChainEngine({ trustAnchors: root.der, intermediates: issuer.der, ocspResponses })
  const { elements } = engine.getCertificateChain(alice.der, { time: new Date(time), revocation })
  return CertTrust.namesOf(elements[0]!.errorStatus).join(' ')
}

async function responderOf (authority: Authority, options: CertificateOptions = {}): Promise<Identity> {
  return authority.issue({ ...designated, ...options })
}

const cases: ReadonlyArray<readonly [name: string, asked: Asked, expected: string]> = [
  ['the issuer says good', {}, ''],
  ['the issuer says good, asked by SHA-256', { hash: 'sha256' }, ''],
  ['the issuer says revoked', { index: REVOKED }, 'IS_REVOKED'],
  ['the issuer says revoked, asked by SHA-256', { index: REVOKED, hash: 'sha256' }, 'IS_REVOKED'],
  ['the issuer does not know it', { index: '' }, UNKNOWN],
  ['the issuer names itself by its key', { responderOptions: ['-ndays', '1', '-resp_key_id'] }, ''],
  ['the issuer sends no certificate', { responderOptions: ['-ndays', '1', '-resp_no_certs'] }, ''],
  ['the issuer says good, with SHA-512', { responderOptions: ['-ndays', '1', '-rmd', 'sha512'] }, ''],
  ['the issuer says good, with SHA-1', { responderOptions: ['-ndays', '1', '-rmd', 'sha1'] }, UNKNOWN],
  ['the issuer says revoked, with SHA-1', {
    index: REVOKED, responderOptions: ['-ndays', '1', '-rmd', 'sha1']
  }, 'IS_REVOKED'],
  ['a bad signature', { responderOptions: ['-ndays', '1', '-badsig'] }, UNKNOWN],
  ['the responder says good', { responder: await responderOf(issuer) }, ''],
  ['the responder says good, named by its key', {
    responder: await responderOf(issuer), responderOptions: ['-ndays', '1', '-resp_key_id']
  }, ''],
  ['the responder says revoked', { responder: await responderOf(issuer), index: REVOKED }, 'IS_REVOKED'],
  ['the responder sends no certificate', {
    responder: await responderOf(issuer), responderOptions: ['-ndays', '1', '-resp_no_certs']
  }, UNKNOWN],
  ['a responder with an RSA key says good', {
    responder: await responderOf(issuer, { keyAlgorithm: 'RSA-2048' })
  }, ''],
  ['a responder of somebody else', { responder: await responderOf(stranger), index: REVOKED }, UNKNOWN],
  ['a responder of the issuer\'s issuer', { responder: await responderOf(root) }, UNKNOWN],
  ['a client as responder', { responder: await issuer.issue({ commonName: 'Bob' }) }, UNKNOWN],
  ['a responder whose key is for encipherment', {
    responder: await responderOf(issuer, { keyUsage: KeyUsageFlags.keyEncipherment })
  }, UNKNOWN],
  ['a responder that may be revoked', { responder: await responderOf(issuer, { extensions: [] }) }, UNKNOWN],
  ['a responder that has expired', {
    responder: await responderOf(issuer, { notBefore: new Date(now - 2 * HOUR), notAfter: new Date(now - HOUR) })
  }, UNKNOWN],
  ['another certificate authority', { responder: stranger }, UNKNOWN]
]

if (requireProgram(t, 'openssl', 'openssl')) {
  for (const [name, asked, expected] of cases) {
    t.test(`${name}: ${expected || 'good'}`, async (t) => {
      t.equal(statusOf(await ask(t, asked)), expected)
    })
  }

  t.test('a response is good until its nextUpdate, but for five minutes', async (t) => {
    const response = await ask(t)
    const { thisUpdate, nextUpdate } = OcspResponse.decode(response).responses[0]!
    for (const [time, expected] of [
      [thisUpdate - 300_001, UNKNOWN], [thisUpdate - 300_000, ''],
      [nextUpdate + 300_000, ''], [nextUpdate + 300_001, UNKNOWN]
    ] as const) {
      t.equal(statusOf(response, time), expected)
    }
  })

  t.test('without nextUpdate it is good for five minutes', async (t) => {
    const response = await ask(t, { responderOptions: [] })
    const { thisUpdate } = OcspResponse.decode(response).responses[0]!
    t.equal(statusOf(response, thisUpdate + 300_000), '')
    t.equal(statusOf(response, thisUpdate + 300_001), UNKNOWN)
  })

  t.test('time and reason of a revocation are read', async (t) => {
    const { responses: [answer] } = OcspResponse.decode(await ask(t, { index: REVOKED }))
    t.same(answer?.revocation, { time: Date.UTC(2026, 0, 1), reason: 'keyCompromise' })
  })
}
