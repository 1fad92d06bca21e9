import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Fastify from 'fastify'
import t from 'tap'
import { loadSite, SiteFaults, type LoadedSite, type LoadOptions } from '../../../lib/command/serve/load-site.js'
import { createServedWorld } from '../../clients/serve/world.js'
import { keepLog } from '../../support/log.js'
import { temporaryFolder } from '../../support/temporary-folder.js'

const world = await createServedWorld(t)
const [anchors, store, root] = ['anchors.pem', 'store', 'device'].map((name) => join(world.folder, name)) as [string, string, string]
const cert = join(store, 'server.pem')
const given: LoadOptions = { anchors: [anchors], store, root, target: ['/Accounts=http://127.0.0.1:9000'] }

async function load (
  path: string, options: LoadOptions
): Promise<{ loaded: LoadedSite, read: string[], warnings: string[] }> {
  const { logger, lines } = keepLog()
  const read: string[] = []
  const loaded = await loadSite(path, options, Fastify({ logger }).log, (file) => read.push(file))
  t.teardown(() => loaded.site.retire())
  return { loaded, read, warnings: lines.map(({ msg }) => msg.replaceAll(`${world.folder}/`, '')) }
}

t.test('a site comes with its targets and the files that it was read from', async (t) => {
  const app = join(await temporaryFolder(t, { 'app.mjs': 'export default async () => undefined' }), 'app.mjs')
  const { loaded, read } = await load(world.reg, { ...given, target: [`/Accounts=${app}`] })
  t.same(Array.from(loaded.targets, ([prefix, { kind }]) => `${prefix} ${kind}`).sort(), [
    '/ folder', '/Accounts module', '/Reports folder'
  ])
  t.same(new Set(loaded.files), new Set([world.reg, anchors, store, app]))
  t.same(new Set(read), new Set(loaded.files))
})

// The certificates of the world end 30 days after they were made.
t.test('what ends within a month is told with its line, and a folder without READ', async (t) => {
  t.match((await load(world.reg, { ...given, target: [`/Accounts=${root}`] })).warnings, [
    /^anchors\.pem:1: trustAnchors: CN=CompanyIssuer ends in \d+ days/,
    /^anchors\.pem:\d+: trustAnchors: CN=AccountingIssuer ends in \d+ days/,
    /^accounts\.reg:10:26: certificateSubject: the server's certificate 'CE Server Certificate' ends in \d+ days/,
    /^accounts\.reg:13:1: virtualRoots\['\/Accounts'\]: its folder is served without READ; what a device would have run/
  ])
})

t.test('what has ended is counted by the site\'s clock', async (t) => {
  const path = join(world.folder, 'ended.mjs')
  const site = "{ virtualRoots: { '/': { permissions: ['READ'] } }, clock: () => new Date('2100-01-01') }"
  await writeFile(path, `export default ${site}`)
  t.match((await load(path, { anchors: [anchors], cert, key: cert, target: [`/=${root}`] })).warnings, [
    /CompanyIssuer ended on/, /AccountingIssuer ended on/
  ])
})

t.test('--acquire takes the place of what the site says', async (t) => {
  for (const acquire of ['handshake', 'renegotiate'] as const) {
    t.match((await load(world.reg, { ...given, acquire })).loaded.site.handshake, new RegExp(`"${acquire}"`))
  }
})

const { text } = world

for (const [what, changed, complaints] of [
  ['a line that is none', text.replace('"UserList"=', '"UserList" '), [/^accounts\.reg:24:16: expected "="/]],
  ['errors that check finds', text.replace('dword:000001c4', 'dword:80000000'), [/^accounts\.reg:22:9: .*unknown flags/]],
  ['a folder that is not there', text.replace('\\\\reports', '\\\\none'), [/^accounts\.reg:\d+:1: virtualRoots\['\/Reports'\]: the folder device\/none: there is no such file/]],
  ['errors of both kinds', text.replace('dword:000001c4', 'dword:80000000').replace('\\\\reports', '\\\\none'), [/unknown flags/, /device\/none/]],
  ['a certificate that the store has not', text.replace('"CE Server Certificate"', '"Nobody"'), [/^accounts\.reg:10:26: certificateSubject: no certificate in store has the subject CN 'Nobody'/]]
] as const) {
  t.test(`a site is not opened because of ${what}`, async (t) => {
    await world.replace(changed)
    const error = await load(world.reg, given).catch((error: unknown) => error) as SiteFaults
    t.type(error, SiteFaults)
    t.match(error.message.replaceAll(`${world.folder}/`, '').split('\n'), complaints)
    t.equal(error.findings.length, complaints.length)
    await world.replace(text)
  })
}

t.test('files that are not there are told together with errors of the site', async (t) => {
  const path = join(await temporaryFolder(t, {
    'site.json': JSON.stringify({ virtualRoots: { '/': { permissions: 0x80000000 } }, trustAnchors: 'none.pem' })
  }), 'site.json')
  await t.rejects(load(path, {}), { message: /none\.pem: there is no such file[^]*unknown flags/ })
})

for (const [thrown, complaint] of [
  ['new Error("no database")', 'no database'],
  ['"no database"', 'no database'],
  ['5', '5']
] as const) {
  t.test(`a module that throws ${thrown} is a fault of the site`, async (t) => {
    const app = join(await temporaryFolder(t, { 'app.mjs': `export default async () => { throw ${thrown} }` }), 'app.mjs')
    const error = await load(world.reg, { ...given, target: [`/Accounts=${app}`] }).catch((error: unknown) => error)
    t.type(error, SiteFaults)
    t.match(error, { findings: [{ severity: 'error', message: complaint, place: { file: world.reg } }] })
  })
}

for (const [what, options, complaint] of [
  ['a module that is none', { target: ['/Accounts=none.mjs'] }, /none\.mjs: there is no such file/],
  ['a target of no root', { target: ['/None=x'] }, /the site has no virtual root \/None/],
  ['anchors that are not there', { anchors: ['none.pem'] }, /none\.pem: there is no such file/],
  ['two certificates', { cert: 'a', pfx: 'b' }, /give --pfx, or --cert and --key/]
] as const) {
  t.test(`wrong use is told: ${what}`, async (t) => {
    await t.rejects(load(world.reg, { ...given, ...options }), { name: 'Error', message: complaint })
  })
}

t.test('a file that is gone is told', async (t) => {
  await rm(world.reg)
  await t.rejects(load(world.reg, given), { name: 'CommandError', message: /accounts\.reg: there is no such file/ })
})
