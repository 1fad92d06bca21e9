import fastifyExpress from '@fastify/express'
import fastifyMiddie from '@fastify/middie'
import type { FastifyInstance, FastifyServerOptions } from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import type { SiteOptions } from '../../lib/index.js'
import { nodeHttp2, requestRawPath } from '../support/clients.js'
import { createGuardedSite, SECRET } from '../support/guarded-site.js'
import { combinedPaths, hostilePaths } from '../support/hostile-paths.js'
import { folderOf, serveFiles, serveRoutes, upgrade } from '../support/path-site.js'
import type { Identity } from '../support/pki.js'
import { RawClient } from '../support/raw-client.js'
import type { RawRequest } from '../support/raw-client.js'
import { startSite } from '../support/start-site.js'

// lessons.md S15, S16, S17, S18: what lies under a certificate root is never reached without its check, whatever the
// path looks like, whatever the router is told to make of it, and whatever the method is.

// Another one: SEED=… npx tap run test/attacks/paths.test.ts
const seed = Number(process.env['SEED'] ?? 1)
t.comment(`SEED=${seed}`)

// The name of the second root has the letters that have a third case.
const names = ['Accounts', 'Kiosks'] as const
const root = { permissions: ['READ', 'EXECUTE', 'REQUIRE_CERT', 'MAP_CERT'], authentication: 1, userList: 'Alice' } as const
const { site, alice } = await createGuardedSite({ '/Kiosks': root })
const files = await folderOf(t, names)

const lenient = {
  caseSensitive: false, ignoreTrailingSlash: true, ignoreDuplicateSlashes: true, useSemicolonDelimiter: true
}
const routers: Record<string, FastifyServerOptions> = {
  'as it comes': {},
  ...Object.fromEntries(Object.entries(lenient).flatMap(([name, value]) => [
    [`${name}: ${value}`, { routerOptions: { [name]: value } }],
    [`${name}: ${value}, at the top level`, { [name]: value }]
  ])),
  'with all options': { routerOptions: { ...lenient, maxParamLength: 5000 } },
  'with all options, at the top level': lenient
}

let webSockets = 0
const contents = {
  routes: async (app: FastifyInstance) => serveRoutes(app.addHttpMethod('PROPFIND'), names, () => { webSockets++ }),
  files: async (app: FastifyInstance) => serveFiles(app, files)
}
type Kind = keyof typeof contents

/** Ways to send a target. */
type Way = Omit<RawRequest, 'target'>
const get: Way[] = [{}]
const safe: Way[] = [{}, { method: 'HEAD' }]
const all: Way[] = [
  ...safe,
  { method: 'OPTIONS' },
  { method: 'PROPFIND' },
  { method: 'POST', headers: { 'content-length': '0' } },
  { headers: upgrade }
]

for (const [router, fastify] of Object.entries(routers)) {
  t.test(`a router ${router}`, async (t) => {
    const thorough = router === 'with all options'
    for (const kind of ['routes', 'files'] as const) {
      const { port } = await serve(t, kind, fastify)
      await worksForAlice(t, kind, port)
      const ways = !thorough ? get : kind === 'routes' ? all : safe
      for (const name of names) {
        t.strictSame(await finds(port, hostilePaths(name), ways), [], `${kind} below ${name}, every trick`)
        const combined = combinedPaths(name, seed, thorough ? 400 : 60)
        t.strictSame(await finds(port, combined, get), [], `${kind} below ${name}, tricks combined`)
      }
    }
  })
}

t.test('the same paths find their way where nothing guards it', async (t) => {
  for (const kind of ['routes', 'files'] as const) {
    const { port } = await serve(t, kind, { routerOptions: { ...lenient, maxParamLength: 5000 } }, { virtualRoots: {} })
    for (const way of kind === 'routes' ? all : safe) {
      const found = await finds(port, hostilePaths('Accounts'), [way])
      t.ok(found.length > (way.headers === upgrade ? 0 : 10), `${kind}, ${JSON.stringify(way)}: ${found.length}`)
    }
  }
  const { port } = await serve(t, 'routes', { routerOptions: lenient }, { virtualRoots: {} })
  t.ok((await finds(port, combinedPaths('Accounts', seed, 400), get)).length > 5)
})

t.test('every method is governed', async (t) => {
  const { app, port } = await serve(t, 'routes', {})
  const client = new RawClient({ port })
  for (const method of [...app.supportedMethods, 'MKCOL', 'SEARCH']) {
    for (const target of ['/Accounts/books', '/Accounts/missing', '/Accounts']) {
      const response = await client.send({ method, target, headers: { 'content-length': '0' } })
      t.equal(response?.status, 403, `${method} ${target}`)
    }
  }
  client.close()
})

t.test('HTTP/2', async (t) => {
  // All that :path can be (RFC 9113 §8.3.1); the server ends the connection for others.
  const sendable = /^\/[\x21-\x7e]*$/
  for (const kind of ['routes', 'files'] as const) {
    const { port } = await serve(t, kind, { routerOptions: lenient }, {}, true)
    for (const name of names) {
      const paths = [...hostilePaths(name), ...combinedPaths(name, seed, 200)].filter((path) => sendable.test(path))
      for (const method of ['GET', 'HEAD']) {
        const requests = paths.map((path) => ({ path, method }))
        const responses = await nodeHttp2.converse(t, { port, http: 'h2', manner: 'kept-alive', requests })
        t.equal(responses.length, paths.length)
        t.strictSame(paths.filter((_, index) => JSON.stringify(responses[index]).includes(SECRET)), [], method)
      }
    }
  }
})

const rewriters: Array<[what: string, prefix: string, rewriteUrl: NonNullable<FastifyServerOptions['rewriteUrl']>]> = [
  ['takes a prefix off', '/api', ({ url = '' }) => url.replace(/^\/api(?=\/)/, '')],
  ['decodes everything', '', ({ url = '' }) => { try { return decodeURIComponent(url) } catch { return url } }],
  ['decodes what has a meaning', '', ({ url = '' }) => url.replace(/%2f|%5c/gi, '/').replace(/%2e/gi, '.')],
  ['leads from elsewhere', '/elsewhere', ({ url = '' }) => url.replace(/^\/elsewhere\/+Accounts/i, '/Accounts')],
  ['leads elsewhere', '', ({ url = '' }) => url.replace(/^\/Accounts\//, '/public/../Accounts/')]
]

for (const [what, prefix, rewriteUrl] of rewriters) {
  t.test(`a rewriteUrl that ${what}`, async (t) => {
    for (const kind of ['routes', 'files'] as const) {
      const { port } = await serve(t, kind, { rewriteUrl, routerOptions: lenient })
      const paths = [...hostilePaths('Accounts'), ...combinedPaths('Accounts', seed, 150)]
      t.strictSame(await finds(port, paths.map((path) => prefix + path), get), [], kind)
    }
  })
}

t.test('a rewritten path is governed as what it was made', async (t) => {
  const { port } = await serve(t, 'routes', { rewriteUrl: ({ url = '' }) => url.replace(/^\/elsewhere\//, '/Accounts/') })
  t.match(await requestRawPath({ port, identity: alice }, '/elsewhere/books'), { status: 200, body: SECRET })
  t.match(await requestRawPath({ port }, '/elsewhere/books'), { status: 403, json: { subStatus: '403.7' } })
})

for (const [name, plugin] of [['@fastify/middie', fastifyMiddie], ['@fastify/express', fastifyExpress]] as const) {
  for (const place of ['before', 'after'] as const) {
    t.test(`${name}, registered ${place} the plugin, makes something else of the URL`, async (t) => {
      const use = async (app: FastifyInstance): Promise<void> => {
        await app.register(plugin)
        app.use((request: unknown, response: unknown, next: () => void) => { next() })
      }
      for (const kind of ['routes', 'files'] as const) {
        const { port } = await startSite(t, site, {
          before: async (app) => { if (place === 'before') await use(app) },
          async after (app) {
            if (place === 'after') await use(app)
            await contents[kind](app)
          }
        })
        await worksForAlice(t, kind, port)
        t.strictSame(await finds(port, hostilePaths('Accounts'), get), [], kind)
        t.strictSame(await finds(port, combinedPaths('Accounts', seed, 60), get), [], kind)
      }
    })
  }
}

async function serve (
  t: Test, kind: Kind, fastify: FastifyServerOptions, overrides: Partial<SiteOptions> = {}, http2 = false
): Promise<{ app: FastifyInstance, port: number }> {
  return startSite(t, { ...site, ...overrides }, { fastify, http2, after: contents[kind] })
}

const honest: Record<Kind, readonly string[]> = {
  routes: ['', '/books', '/deep/er', '/child', '/child/x/y', '/child/nested/grandchild', '/child/missing/at/all'],
  files: ['/', '/books', '/books.txt', '/deep/er']
}

/** So that what finds nothing could have found something. */
async function worksForAlice (t: Test, kind: Kind, port: number): Promise<void> {
  const targets = names.flatMap((name) => honest[kind].map((path) => `/${name}${path}`))
  t.strictSame(await finds(port, targets, safe, alice), targets.flatMap((target) => [target, target]), `${kind} work`)
  const live = kind === 'routes' ? names.map((name) => `/${name}/live`) : []
  t.strictSame(await finds(port, live, [{ headers: upgrade }], alice), live)
  if (kind === 'files') t.match(await requestRawPath({ port }, '/public/page.txt'), { status: 200, body: 'a page' })
}

/** The targets that lead below a name. */
async function finds (
  port: number, targets: Iterable<string>, ways: readonly Way[], identity: Identity | null = null
): Promise<string[]> {
  const client = new RawClient({ port, identity })
  const found: string[] = []
  for (const target of targets) {
    for (const way of ways) {
      const before = webSockets
      const response = await client.send({ target, ...way })
      if (webSockets > before || JSON.stringify(response).includes(SECRET)) found.push(target)
    }
  }
  client.close()
  return found
}
