import type { ServerResponse } from 'node:http'
import express, { type Express, type RequestHandler } from 'express'
import t from 'tap'
import { requestRawPath } from '../support/clients.js'
import { createGuardedSite, SECRET } from '../support/guarded-site.js'
import { combinedPaths, hostilePaths } from '../support/hostile-paths.js'
import { keepLog } from '../support/log.js'
import { folderOf } from '../support/path-site.js'
import { RawClient } from '../support/raw-client.js'
import { startExpressSite, type StartExpressOptions } from '../support/start-express-site.js'

const root = { permissions: ['READ', 'EXECUTE', 'REQUIRE_CERT', 'MAP_CERT'], authentication: 1, userList: 'Alice' } as const
const { site, alice } = await createGuardedSite({ '/Kiosks': root })
const names = ['Accounts', 'Kiosks'] as const
const files = await folderOf(t, names)

// Another one: SEED=… npx tap run test/express/routing.test.ts
const seed = Number(process.env['SEED'] ?? 1)
const tell: RequestHandler = (request, response) => { response.set('x-secret', SECRET).send(SECRET) }

/** What lies below the names, in each of Express' ways to say so. */
function serveRoutes (app: Express): void {
  for (const name of names) {
    app.get([`/${name}`, `/${name}/books`, `/${name}/:id.txt`], tell)
    app.route(`/${name}/books`).post(tell).options(tell)
    app.get(new RegExp(`^/${name}/deep(?:/|$)`, 'i'), tell)
    const router = express.Router({ mergeParams: true })
    router.get('/', tell)
    router.get('/:a/:b', tell)
    router.use('/nested', express().get('/{*rest}', tell))
    app.use(`/${name}/child`, router)
  }
  app.get('/:first/{*rest}', (request, response, next) => {
    if (names.some((name) => name.toLowerCase() === request.params.first?.toLowerCase())) tell(request, response, next)
    else next()
  })
}

function serveFiles (app: Express): void {
  app.use(express.static(files, {
    dotfiles: 'allow',
    setHeaders: (response, path) => { if (!path.includes('public')) response.setHeader('x-secret', SECRET) }
  }))
  const setHeaders = (response: ServerResponse): void => { response.setHeader('x-secret', SECRET) }
  for (const name of names) app.use(`/${name}`, express.static(`${files}/${name}`, { setHeaders }))
}

const settings: Record<string, (app: Express) => unknown> = {
  'as it comes': () => {},
  'with case sensitive routing': (app) => app.enable('case sensitive routing'),
  'with strict routing': (app) => app.enable('strict routing')
}

for (const [name, set] of Object.entries(settings)) {
  t.test(`no path leads around the decision, with a router ${name}`, async (t) => {
    for (const [kind, serve] of Object.entries({ routes: serveRoutes, files: serveFiles })) {
      const { port } = await startExpressSite(t, site, { before: set, after: serve })
      t.match(await requestRawPath({ port, identity: alice }, `/Accounts/${kind === 'files' ? 'books.txt' : 'books'}`), { status: 200 })
      for (const below of names) {
        const tricks = name === 'as it comes' ? hostilePaths(below) : []
        const paths = [...tricks, ...combinedPaths(below, seed, 50)]
        t.strictSame(await finds(port, paths), [], `${kind} below ${below}`)
      }
    }
  })
}

t.test('the same paths find their way where nothing guards it', async (t) => {
  for (const serve of [serveRoutes, serveFiles]) {
    const { port } = await startExpressSite(t, { virtualRoots: {} }, { after: serve })
    t.ok((await finds(port, hostilePaths('Accounts'))).length > 10)
  }
})

/** The targets that lead to the secret. */
async function finds (port: number, targets: Iterable<string>): Promise<string[]> {
  const client = new RawClient({ port })
  const found: string[] = []
  for (const target of targets) {
    const response = JSON.stringify(await client.send({ target }))
    if (response.includes(SECRET)) found.push(target)
  }
  client.close()
  return found
}

/** Apps in which something answers every request of /Accounts, or the one for another path, with the secret. */
const misplaced: Record<string, StartExpressOptions> = {
  'middleware in front of it': { before: (app) => app.use(tell) },
  'asynchronous middleware in front of it': { before: (app) => app.use(async (request, response) => { response.write(SECRET); response.end() }) },
  'middleware in front of it that sends a head': { before: (app) => app.use((request, response) => { response.writeHead(200, { 'x-secret': SECRET }).end() }) },
  'middleware in front of it that flushes the headers': { before: (app) => app.use((request, response) => { response.set('x-secret', SECRET).flushHeaders(); response.end(SECRET) }) },
  'middleware in front of it that redirects': { before: (app) => app.use((request, response) => { response.redirect(`/${SECRET}`) }) },
  'middleware in front of it that streams': { before: (app) => app.use((request, response) => { response.sendFile(`${files}/Accounts/books.txt`) }) },
  'middleware in front of it that fails': { before: (app) => app.use(() => { throw new Error(SECRET) }) },
  'a path that it is mounted on': { use: (app, auth) => app.use('/elsewhere', auth), after: (app) => app.use(tell) },
  'a router that it is used in': { use: (app, auth) => app.use('/elsewhere', express.Router().use(auth)), after: (app) => app.use(tell) },
  'no place for it': { use: () => {}, after: (app) => app.use(tell) }
}

for (const [name, options] of Object.entries(misplaced)) {
  t.test(`with ${name} nothing gets out undecided`, async (t) => {
    const log = keepLog()
    const { port } = await startExpressSite(t, site, { ...options, log })
    for (const path of ['/Accounts/books', '/x/../Accounts']) {
      const response = await requestRawPath({ port }, path)
      t.match(response.json['code'], /^FST_CE_(CERT_REQUIRED|AMBIGUOUS_PATH)$/)
      t.notMatch(JSON.stringify(response), SECRET)
    }
    t.match(log.lines.filter(({ ceCertAuth }) => ceCertAuth !== undefined).length, 2)
    t.match(JSON.stringify(await requestRawPath({ port, identity: alice }, '/Accounts/books')), SECRET, 'Alice gets it')
  })
}

const rewritten: Array<[why: string, path: string, rewrite: (request: express.Request) => void, status: number]> = [
  ['into a root', '/elsewhere', (request) => { request.url = '/Accounts/books' }, 400],
  ['out of a root', '/Accounts/books', (request) => { request.url = '/elsewhere' }, 400],
  ['into another root', '/Kiosks', (request) => { request.url = '/Accounts' }, 400],
  ['below no root', '/elsewhere', (request) => { request.url = '/other' }, 200],
  ['below the same root', '/Accounts/x', (request) => { request.url = '/accounts/y?z' }, 200],
  ['to a method that needs more', '/reports', (request) => { request.method = 'POST' }, 403]
]

for (const [why, path, rewrite, status] of rewritten) {
  t.test(`a request that is rewritten ${why} is answered ${status}`, async (t) => {
    const rewriting: RequestHandler = (request, response, next) => { rewrite(request); next() }
    const guarded = { ...site, virtualRoots: { ...site.virtualRoots, '/reports': { permissions: ['READ'] } } } as const
    const early = await startExpressSite(t, guarded, { before: (app) => app.use(rewriting) })
    const late = await startExpressSite(t, guarded, { after: (app) => app.use(rewriting, tell) })
    for (const { port } of [early, late]) {
      t.match(await requestRawPath({ port, identity: alice }, path), { status })
    }
  })
}

const moveIn: RequestHandler = (request, response, next) => {
  request.url = '/Accounts/books'
  next()
}

for (const [where, runs, contentsWith] of [
  ['in front of the middleware has no handler that runs', 0, (handler) => ({
    before: (app) => app.use(moveIn), after: (app) => app.use(handler)
  })],
  ['behind it has run in vain', 1, (handler) => ({ after: (app) => app.use(moveIn, handler) })]
] as Array<[string, number, (handler: RequestHandler) => StartExpressOptions]>) {
  t.test(`what is moved into a root ${where}`, async (t) => {
    let ran = 0
    const { port } = await startExpressSite(t, site, contentsWith((request, response) => {
      ran++
      response.send(SECRET)
    }))
    const response = await requestRawPath({ port }, '/elsewhere')
    t.match(response, { status: 400, json: { code: 'FST_CE_AMBIGUOUS_PATH' } })
    t.equal(ran, runs)
  })
}

t.test('what routers cut off is put together again', async (t) => {
  const log = keepLog('debug')
  const { port } = await startExpressSite(t, site, {
    log,
    after (app) {
      const inner = express.Router().use('/b', (request, response) => { response.json([request.baseUrl, request.url, request.pseudoUser?.name]) })
      app.use('/accounts', express().use('/a', inner))
    }
  })
  for (const [path, expected] of [
    ['/Accounts/a/b', ['/Accounts/a/b', '/', 'Alice']],
    ['/Accounts/a/b?c', ['/Accounts/a/b', '/?c', 'Alice']],
    ['/accounts/A/b/', ['/accounts/A/b', '/', 'Alice']],
    ['/Accounts/a/b/c?d=/', ['/Accounts/a/b', '/c?d=/', 'Alice']],
    ['https://localhost/Accounts/a/b/c', ['/Accounts/a/b', 'https://localhost/c', 'Alice']]
  ] as const) {
    t.strictSame((await requestRawPath({ port, identity: alice }, path)).json, expected)
  }
  t.equal(log.lines.filter(({ msg }) => msg === 'admitted').length, 5, 'each was decided once')
})

t.test('the middleware may be used more than once', async (t) => {
  const log = keepLog('debug')
  const { port } = await startExpressSite(t, site, { log, use: (app, auth) => app.use(auth, auth).use('/Accounts', auth) })
  t.match(await requestRawPath({ port, identity: alice }, '/Accounts/x'), { status: 200, json: { user: 'Alice' } })
  t.match(await requestRawPath({ port }, '/Accounts/x'), { status: 403 })
  t.strictSame(log.lines.filter(({ ceCertAuth, level }) => ceCertAuth !== undefined && level !== 30).length, 2)
})
