import { EventEmitter, once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import Fastify from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import type { Context } from '../../../lib/command/context.js'
import { AnswerLog, createJournal } from '../../../lib/command/serve/journal.js'
import { temporaryFolder } from '../../support/temporary-folder.js'

function world (): { context: Context, written: { stdout: string, stderr: string } } {
  const written = { stdout: '', stderr: '' }
  const output = (name: keyof typeof written) => ({
    write (text: string | Uint8Array) { written[name] += String(text) }
  })
  const context: Context = {
    stdin: Readable.from([]),
    stdout: output('stdout'),
    stderr: output('stderr'),
    environment: {},
    clock: () => new Date(),
    signals: new EventEmitter()
  }
  return { context, written }
}

const event = 'reloaded'

for (const [what, level, entry, text, stdout, stderr] of [
  ['an event is a sentence', 'info', { event }, 'a new site', 'a new site\n', ''],
  ['what is no event is for programs', 'info', {}, 'a new site', '', ''],
  ['a warning needs no event', 'warn', {}, 'it ends soon', 'it ends soon\n', ''],
  ['an error has an output of its own', 'error', {}, 'it fails', '', 'it fails\n'],
  ['an error has its cause', 'error', { err: new Error('no database') }, 'it fails', '', 'it fails (no database)\n'],
  ['a cause is told once', 'error', { err: new Error('no disk') }, 'it fails: no disk', '', 'it fails: no disk\n'],
  ['a cause may have no words', 'error', { err: {} }, 'it fails', '', 'it fails\n'],
  ['an entry may have no words', 'warn', { place: {} }, undefined, '\n', ''],
  ['nobody commands the terminal', 'warn', {}, 'GET /\x1b[2J\r\n\x9bx', 'GET / [2J x\n', '']
] as const) {
  t.test(`for people ${what}`, async (t) => {
    const { context, written } = world()
    createJournal(context, false)[level](entry, text)
    const withoutTime = (lines: string): string => lines.replace(/^\d\d:\d\d:\d\d /gm, '')
    t.same([withoutTime(written.stdout), withoutTime(written.stderr)], [stdout, stderr])
  })
}

t.test('for programs each entry is a line of JSON', async (t) => {
  const { context, written } = world()
  const log = createJournal(context, true)
  log.info('not for people')
  log.error(new Error('no database'), 'it fails')
  t.match(written.stdout.trim().split('\n').map((line) => JSON.parse(line)), [
    { level: 30, msg: 'not for people' }, { level: 50, msg: 'it fails', err: { message: 'no database' } }
  ])
  t.equal(written.stderr, '')
})

/** Starts an app whose answers are logged for programs; everyone is who the header `user` says. */
async function startApp (t: Test, where: object): Promise<{ port: number, line: () => Record<string, unknown> }> {
  const { context, written } = world()
  const app = Fastify({ loggerInstance: createJournal(context, true), logController: new AnswerLog() })
  t.teardown(() => app.close())
  app.decorateRequest('pseudoUser', null).decorateRequest('virtualRoot', null)
  app.addHook('onRequest', async (request) => {
    const name = request.headers['user']
    if (name !== undefined) Object.assign(request, { pseudoUser: { name }, virtualRoot: { path: '/Accounts' } })
  })
  app.get('/*', async () => 'answer')
  await app.listen(where)
  return {
    port: (app.server.address() as AddressInfo).port,
    line: () => written.stdout.trim().split('\n').map((line) => JSON.parse(line)).find(({ event }) => event === 'request')
  }
}

async function get (options: object): Promise<void> {
  const [response] = await once(request({ path: '/a?b', ...options }).end(), 'response') as [IncomingMessage]
  response.resume()
  await once(response, 'end')
}

for (const [who, headers, user, virtualRoot] of [
  ['a user', { user: 'Alice' }, 'Alice', '/Accounts'],
  ['nobody', {}, null, null]
] as const) {
  t.test(`an answer to ${who} is a line`, async (t) => {
    const { port, line } = await startApp(t, { host: '127.0.0.1', port: 0 })
    await get({ host: '127.0.0.1', port, headers })
    t.match(line(), {
      level: 30,
      method: 'GET',
      url: '/a?b',
      statusCode: 200,
      user,
      virtualRoot,
      remoteAddress: '127.0.0.1',
      msg: new RegExp(String.raw`^200 GET /a\?b ${user ?? '-'} 127\.0\.0\.1 \d+ ms$`)
    })
  })
}

t.test('a client without an address is none in the line', async (t) => {
  const socketPath = join(await temporaryFolder(t), 'socket')
  const { line } = await startApp(t, { path: socketPath })
  await get({ socketPath })
  t.match(line(), { remoteAddress: '-', msg: /^200 GET \/a\?b - - \d+ ms$/ })
})
