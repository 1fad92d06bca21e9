import { X509Certificate } from 'node:crypto'
import t from 'tap'
import type { Test } from 'tap'
import { answers } from '../../lib/errors.js'
import type { SiteOptions } from '../../lib/index.js'
import { nodeHttps } from '../support/clients.js'
import { keepLog } from '../support/log.js'
import { createAuthority } from '../support/pki.js'
import { visitOnce } from '../support/renegotiating-visit.js'
import { startSite, type StartSiteOptions } from '../support/start-site.js'
import { blocksOf, headingsOf, readPage, sectionOf } from './markdown.js'

const PAGE = 'docs/guides/why-was-i-refused.md'
const CERTIFICATE_HOST = 'secure.example.org'
const authority = await createAuthority({ commonName: 'CompanyIssuer' })
const alice = await authority.issue({ commonName: 'Alice', serialNumber: '01020304000000000005' })

/** What a file of the page holds. */
function fileOf (name: string): Record<string, object> {
  const block = blocksOf(PAGE).find(({ directive }) => directive?.name === 'file' && directive.argument === name)
  return JSON.parse(block!.content)
}

/** Asks the site of the page, and gives what it logs of its only answer. */
async function logged (
  t: Test, more: Partial<SiteOptions>, options: StartSiteOptions, ask: (port: number) => Promise<unknown>
): Promise<object> {
  const { logger, lines } = keepLog()
  const site = { ...fileOf('site.json') as unknown as SiteOptions, trustAnchors: authority.pem, ...more }
  const { port } = await startSite(t, site, { ...options, fastify: { logger } })
  await ask(port)
  const decisions = lines.filter((line) => 'ceCertAuth' in line)
  t.equal(decisions.length, 1)
  return { ceCertAuth: decisions[0]!['ceCertAuth'] }
}

/** A request of TLS 1.3 on a connection that was made for www.example.org. */
function askHost (t: Test, host: string): (port: number) => Promise<unknown> {
  return (port) => nodeHttps.converse(t, {
    port, servername: 'www.example.org', identity: alice, requests: [{ path: '/Accounts/x', headers: { host } }]
  })
}

t.test('each answer has its section, and no other', async t => {
  const told = headingsOf(PAGE, 2).filter(heading => heading.includes('FST_CE_')).sort()
  t.same(told, Object.entries(answers).map(([code, { subStatus }]) => `${subStatus} ${code}`).sort())
})

t.test('each section ends at a cure', async t => {
  for (const heading of headingsOf(PAGE, 2)) t.match(sectionOf(PAGE, heading), /^\*Cure:\* \S/m, heading)
})

t.test('each answer is shown as the command explains it', async t => {
  const outputs = blocksOf(PAGE).filter(({ directive }) => directive?.name === 'output').map(({ content }) => content).join('')
  const commands = blocksOf(PAGE).filter(({ language }) => language === 'sh')
  t.equal(commands.length, Object.keys(answers).length + 1, 'one for each, and two for the mapper')
  t.match(outputs, /Users\n {2}≈/)
})

t.test('each answer\'s line of the log, or the file in its place, has the step and the reason of the output', async t => {
  const sections = readPage(PAGE).split(/^## (?=\S+ FST_CE_)/m).slice(1)
  for (const section of sections) {
    const line = /^The log: `(.*)`$|"ceCertAuth":\{(.*)\}\}$/m.exec(section)?.slice(1).join('') ?? ''
    const { step, reason } = JSON.parse(`{${line}}`)
    // Of plain HTTP, which is what the output shows, the cipher has no bits.
    const shown = reason.replace(/^the cipher has \d+ bits/, 'the cipher has 0 bits')
    t.ok(section.includes(`✖ ${step} `) && section.includes(`  ${shown}\n`), `${step}: ${shown}`)
  }
  t.equal(sections.length, Object.keys(answers).length)
})

t.test('413.log is what a body beyond postReadSize leaves in the log', async t => {
  const visitor = { key: alice.keyPem, cert: alice.chainPem }
  const body = Buffer.alloc(64 * 1024)
  const line = await logged(t, { acquire: 'renegotiate', postReadSize: 1024 }, {}, (port) => {
    return visitOnce(port, visitor, { path: '/Accounts/x', body })
  })
  const { fingerprint256 } = new X509Certificate(alice.der)
  t.same({ ceCertAuth: { ...fileOf('413.log')['ceCertAuth'], fingerprint256 } }, line)
})

t.test('307.log is what a client of TLS 1.3 leaves in the log that can\'t be asked', async t => {
  const ask = askHost(t, 'www.example.org')
  const line = await logged(t, { acquire: 'renegotiate', certificateHost: CERTIFICATE_HOST }, { byHostName: true }, ask)
  t.same(fileOf('307.log'), line)
})

t.test('421.log is what a request for another host than its connection leaves in the log', async t => {
  const ask = askHost(t, CERTIFICATE_HOST)
  t.same(fileOf('421.log'), await logged(t, { certificateHost: CERTIFICATE_HOST }, { byHostName: true }, ask))
})
