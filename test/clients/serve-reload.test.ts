/**
 * The command `serve` while its site is read anew, again and again, under load. SERVE_REQUESTS=10000
 * SERVE_RELOADS=50 is the long run.
 */
import { readFile, rm, writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:https'
import { connect, type ClientHttp2Session } from 'node:http2'
import { once } from 'node:events'
import type { LookupFunction } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import type { Test } from 'tap'
import { clientResponse, type ClientResponse } from '../support/conversation.js'
import type { Identity } from '../support/pki.js'
import type { TlsEndpoint } from '../support/raw-tls.js'
import { tlsOptions } from '../support/tls-options.js'
import { visit } from '../support/visit.js'
import { RunningCommand } from './serve/running-command.js'
import { startUpstream } from './serve/upstream.js'
import { createServedWorld, type ServedWorld } from './serve/world.js'

const requests = Number(process.env['SERVE_REQUESTS'] ?? 2000)
const reloads = Number(process.env['SERVE_RELOADS'] ?? 10)

t.setTimeout(600_000)
const upstream = await startUpstream(t)

async function start (t: Test, world: ServedWorld, more: string[] = []): Promise<RunningCommand> {
  return RunningCommand.start(t, [...world.args, '--target', `/Accounts=${upstream.url}`, ...more])
}

/** Asks for a path on one connection, as often as it is called. */
type Ask = () => Promise<string>

function overHttp1 (t: Test, port: number, identity: Identity | null): Ask {
  const credentials = identity && { key: identity.keyPem, cert: identity.pem }
  const agent = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false, ...credentials })
  t.teardown(() => agent.destroy())
  return async () => {
    const asked = request({ agent, host: '127.0.0.1', port, path: '/Accounts/x' }).end()
    const [response] = await once(asked, 'response')
    return verdictOf(response.statusCode, await text(response))
  }
}

function overHttp2 (t: Test, port: number, identity: Identity | null): Ask {
  let session: ClientHttp2Session | null = null
  t.teardown(() => session?.destroy())
  return async () => {
    if (session === null || session.closed) {
      session = connect(`https://127.0.0.1:${port}`, {
        rejectUnauthorized: false, ...identity && { key: identity.keyPem, cert: identity.pem }
      })
    }
    const stream = session.request({ ':path': '/Accounts/x' })
    const [headers] = await once(stream, 'response')
    return verdictOf(headers[':status'], await text(stream))
  }
}

/** The user that the upstream was told, or the sub-status of the refusal. */
function verdictOf (status: number, body: string): string {
  const { headers, subStatus } = JSON.parse(body) as { headers?: Record<string, string>, subStatus?: string }
  return `${status} ${headers?.['x-ce-user'] ?? subStatus}`
}

t.test(`${requests} requests while ${reloads} sites take over from each other`, async (t) => {
  const world = await createServedWorld(t)
  const { alice, bob, dave } = world.people
  const running = await start(t, world, ['--no-watch'])
  // Alice is in every second site.
  let present = { alice: '200 Alice', isSettled: true }
  const progress = { begun: 0 }
  const counts = new Map<string, number>()
  const wrong: string[] = []

  async function ask (who: Identity | null, open: typeof overHttp1, expected: () => string): Promise<void> {
    const send = open(t, running.port, who)
    while (progress.begun < requests) {
      progress.begun++
      const atFirst = present
      const verdict = await send()
      counts.set(verdict, (counts.get(verdict) ?? 0) + 1)
      const isCertain = present === atFirst && atFirst.isSettled
      if (isCertain ? verdict !== expected() : !['200 Alice', '403 403.12', expected()].includes(verdict)) {
        wrong.push(`${verdict} instead of ${expected()}`)
      }
    }
  }

  const asking = Promise.all([overHttp1, overHttp2].flatMap((open) => [
    ask(alice, open, () => present.alice), ask(alice, open, () => present.alice), ask(bob, open, () => '200 Bob'),
    ask(dave, open, () => '403 403.12'), ask(null, open, () => '403 403.7')
  ]))
  for (let reload = 1; reload <= reloads; reload++) {
    while (progress.begun < requests * reload / (reloads + 1)) await delay(5)
    const isAlone = reload % 2 === 1
    await world.replace(isAlone ? world.text.replace('"Alice;Bob;Carol"', '"Bob;Carol"') : world.text)
    present = { alice: '', isSettled: false }
    await running.reload()
    present = { alice: isAlone ? '403 403.12' : '200 Alice', isSettled: true }
  }
  await asking
  t.same(wrong, [])
  const answered = [...counts.values()].reduce((sum, count) => sum + count, 0)
  t.equal(answered, progress.begun, 'every request was answered')
  t.comment(`${answered} answers: ${JSON.stringify(Object.fromEntries(counts))}`)
  t.equal(running.log.filter(({ event }) => event === 'reloaded').length, reloads)
  t.equal(await running.end(), 0)
})

t.test('an error keeps the site that is there, and says file and line', async (t) => {
  const world = await createServedWorld(t)
  const running = await start(t, world, ['--no-watch'])
  const ask = overHttp1(t, running.port, world.people.alice)
  const kept = /the site stays as it was/
  for (const [text, complaint] of [
    [world.text.replace('"UserList"=', '"UserList" '), /accounts\.reg:24:16: expected "="/],
    [world.text.replace('dword:000001c4', 'dword:80000000'), /accounts\.reg:22:9: .*unknown flags/],
    [world.text.replace('\\\\reports', '\\\\none'), /accounts\.reg:\d+:1: virtualRoots\['\/Reports'\]: the folder .*none: there is no such file/],
    [world.text.replace('"CE Server Certificate"', '"Nobody"'), /no certificate in .* has the subject CN 'Nobody'/]
  ] as const) {
    await world.replace(text)
    const behind = running.log.length
    await running.reload(kept)
    await running.said(complaint, behind)
    t.equal(await ask(), '200 Alice', String(complaint))
  }
  await rm(world.reg)
  t.match((await running.reload(kept)).msg, /accounts\.reg: there is no such file/)
  await world.replace(world.text.replace('"Alice;Bob;Carol"', '"Bob"'))
  await running.reload()
  t.equal(await ask(), '403 403.12', 'a good one takes over')
})

t.test('a change of any of its files is noticed, in place or by a rename', async (t) => {
  const world = await createServedWorld(t)
  const running = await start(t, world)
  const ask = overHttp1(t, running.port, world.people.alice)
  t.equal(await ask(), '200 Alice')
  await world.replace(world.text.replace('"Alice;Bob;Carol"', '"Bob"'))
  await running.said('reloaded')
  t.equal(await ask(), '403 403.12', 'the site, by a rename')
  const second = running.log.length
  await writeFile(world.reg, world.text)
  await running.said('reloaded', second)
  t.equal(await ask(), '200 Alice', 'the site, in place')
  const third = running.log.length
  const anchors = join(world.folder, 'anchors.pem')
  const pem = await readFile(anchors, 'utf8')
  await rm(anchors)
  await running.said(/anchors\.pem: there is no such file/, third)
  t.equal(await ask(), '200 Alice', 'an anchor that is gone')
  const fourth = running.log.length
  await writeFile(anchors, pem.replace(/-----BEGIN[^]*?END CERTIFICATE-----\n/, ''))
  await running.said('reloaded', fourth)
  const fresh = overHttp1(t, running.port, world.people.alice)
  t.equal(await fresh(), '403 403.16', 'an anchor that came back without Alice\'s issuer')
})

t.test('who was asked in another way than the site asks now is sent to another connection', async (t) => {
  const world = await createServedWorld(t)
  const anchors = join(world.folder, 'anchors.pem')
  const running = await start(t, world, ['--no-watch'])
  const endpoint = {
    port: running.port, identity: world.people.alice, tls: 'TLSv1.3', http: 'http/1.1', servername: 'localhost'
  } as const
  t.match((await visit(endpoint, [{ path: '/Accounts/x' }])).responses, [{ status: 200 }])
  const idle = new Agent({ keepAlive: true, rejectUnauthorized: false })
  t.teardown(() => idle.destroy())
  const asked = request({ agent: idle, host: '127.0.0.1', port: running.port, path: '/' }).end()
  const [response] = await once(asked, 'response')
  await text(response)
  const closed = once(asked.socket!, 'close')
  await writeFile(anchors, await readFile(anchors, 'utf8') + world.people.stranger.issuer!.pem)
  await running.reload()
  await closed
  t.pass('an idle connection ends')
  t.match((await visit(endpoint, [{ path: '/Accounts/x' }])).responses, [{ status: 200 }], 'the next one is met')
})

for (const [way, options, protocols] of [
  ['in the handshake', {}, ['http/1.1', 'h2']],
  ['in the middle of a request', { acquire: 'renegotiate' }, ['http/1.1']],
  ['by host name', { certificateHost: 'localhost' }, ['http/1.1', 'h2']]
] as const) {
  t.test(`a connection stays what it is when another site takes over: asked ${way}`, async (t) => {
    const world = await createServedWorld(t)
    const { alice } = world.people
    // Node shows what comes with a leaf once.
    const branch = await alice.issuer!.issueAuthority({ commonName: 'BranchIssuer' })
    const erin = await branch.issue({ commonName: 'Erin' })
    const path = join(world.folder, 'site.json')
    const write = (userList: string): Promise<void> => writeFile(path, JSON.stringify({
      virtualRoots: {
        '/': { permissions: ['READ'], folder: 'device/windows/www' },
        '/Accounts': { permissions: 0x1c4, authentication: 1, userList, upstream: upstream.url }
      },
      users: { Alice: { issuerCN: 'CompanyIssuer' }, Erin: { issuerCN: 'BranchIssuer' } },
      trustAnchors: 'anchors.pem',
      certificateSubject: 'CE Server Certificate',
      store: 'store',
      ...options
    }))
    await write('Alice; Erin')
    const running = await RunningCommand.start(t, [path, '--no-watch'])
    for (const http of protocols) {
      const connect = (identity: Identity): (path: string) => Promise<ClientResponse> => {
        return stay(t, { port: running.port, identity, tls: 'TLSv1.2', http, servername: 'localhost' })
      }
      const [first, second, silent] = [connect(alice), connect(erin), connect(erin)]
      const enterWith = async (userList: string): Promise<string[]> => {
        await write(userList)
        await running.reload()
        return Promise.all([first, second].map(async (ask) => {
          const { status, body } = await ask('/Accounts/x')
          return verdictOf(status, body)
        }))
      }
      t.equal((await silent('/')).status, 200)
      t.same(await enterWith('Alice; Erin'), ['200 Alice', '200 Erin'], http)
      t.same(await enterWith('Erin'), ['403 403.12', '200 Erin'], http)
      t.same(await enterWith('Alice'), ['200 Alice', '403 403.12'], http)
      await enterWith('Erin')
      t.equal((await silent('/Accounts/x')).status, 200, 'one that was not asked for anything yet')
    }
  })
}

/** Asks on one connection that is never made anew. */
function stay (t: Test, endpoint: TlsEndpoint & { port: number }): (path: string) => Promise<ClientResponse> {
  const { port, http } = endpoint
  if (http === 'h2') {
    const session = connect(`https://localhost:${port}`, { ...tlsOptions(endpoint), lookup: toLoopback })
    t.teardown(() => session.destroy())
    return async (path) => {
      const stream = session.request({ ':path': path })
      const [headers] = await once(stream, 'response')
      return clientResponse(headers[':status'], [], await text(stream))
    }
  }
  const agent = new Agent({ ...tlsOptions(endpoint), keepAlive: true, maxSockets: 1 })
  t.teardown(() => agent.destroy())
  let asked = 0
  return async (path) => {
    const sent = request({ agent, host: '127.0.0.1', port, path, headers: { host: `localhost:${port}` } }).end()
    const [response] = await once(sent, 'response')
    t.equal(sent.reusedSocket, asked++ > 0)
    return clientResponse(response.statusCode, [], await text(response))
  }
}

/** Whatever else localhost is here. */
const toLoopback: LookupFunction = (_host, options, found) => {
  if (options.all === true) found(null, [{ address: '127.0.0.1', family: 4 }])
  else found(null, '127.0.0.1', 4)
}
