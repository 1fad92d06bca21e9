import swagger from '@fastify/swagger'
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import Fastify from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import ceCertAuth, { httpsOptions } from '../../lib/index.js'
import { createGuardedSite } from '../support/guarded-site.js'

const { site } = await createGuardedSite({
  '/open': {},
  '/asked': { permissions: ['READ', 'NEGO_CERT'] },
  '/v1/Accounts': { permissions: ['REQUIRE_CERT'] }
})
const required = [{ mutualTLS: [] }]

type OpenApi = NonNullable<FastifyDynamicSwaggerOptions['openapi']>

/** The document of an app whose routes these are: before the plugin the first, after it the others. */
async function documentOf (t: Test, openapi: OpenApi, routes: ReadonlyArray<readonly [url: string, options?: object]>) {
  const app = Fastify({ https: httpsOptions(site) })
  t.teardown(() => app.close())
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', ...openapi },
    transformObject: (given) => app.ceCertAuth.addMutualTls(given)
  })
  const answer = async (): Promise<string> => ''
  const [first, ...others] = routes
  if (first !== undefined) app.get(first[0], first[1] ?? {}, answer)
  await app.register(ceCertAuth, site)
  for (const [url, options = {}] of others) app.get(url, options, answer)
  await app.ready()
  return { document: app.swagger(), yaml: app.swagger({ yaml: true }) }
}

/** The security that the document names for each path. */
function securityOf ({ paths = {} }: { paths?: object }): Record<string, unknown> {
  return Object.fromEntries(Object.entries(paths).map(([path, { get }]) => [path, get.security]))
}

t.test('what lies under a certificate root needs a certificate, also if it was there before the plugin', async (t) => {
  const { document, yaml } = await documentOf(t, {}, [
    ['/Accounts/before'],
    ['/Accounts/:id(^\\d+$)/*'],
    ['/asked'],
    ['/open'],
    ['/elsewhere'],
    ['/closed/:id', { config: { ceCertAuth: { permissions: ['REQUIRE_CERT'] } } }]
  ])
  t.match(document, { components: { securitySchemes: { mutualTLS: { type: 'mutualTLS' } } } })
  t.strictSame(securityOf(document), {
    '/Accounts/before': required,
    '/Accounts/{id}/{*}': required,
    '/asked': [{ mutualTLS: [] }, {}],
    '/open': undefined,
    '/elsewhere': undefined,
    '/closed/{id}': required
  })
  t.match(yaml, /mutualTLS:\n {6}type: mutualTLS/)
})

t.test('what the app says itself stays, and is not changed', async (t) => {
  // The types of OpenAPI that @fastify/swagger has know of no mutualTLS.
  const mutualTLS = { type: 'mutualTLS', description: 'A card of the company' } as never
  const securitySchemes = Object.freeze({ mutualTLS, key: { type: 'apiKey', in: 'header', name: 'key' } as const })
  const schema = { security: [{ key: [] }] }
  const { document } = await documentOf(t, { components: { securitySchemes } }, [
    ['/Accounts/own', { schema }], ['/Accounts/free', { schema: { security: [] } }], ['/Accounts']
  ])
  t.strictSame('components' in document && document.components, { securitySchemes, schemas: {} })
  t.strictSame(securityOf(document), { '/Accounts/own': [{ key: [] }], '/Accounts/free': [], '/Accounts': required })
})

t.test('what is asked for everywhere is asked for besides', async (t) => {
  const components = { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'key' } as const } }
  const { document } = await documentOf(t, { components, security: [{ key: [] }] }, [['/Accounts'], ['/asked'], ['/open']])
  t.strictSame(securityOf(document), {
    '/Accounts': [{ key: [], mutualTLS: [] }],
    '/asked': [{ key: [], mutualTLS: [] }, { key: [] }],
    '/open': undefined
  })
})

t.test('the path of a server belongs to the paths', async (t) => {
  const { document } = await documentOf(t, { servers: [{ url: 'https://example.org/v1' }, { url: '/' }] }, [['/v1/Accounts'], ['/v1/open']])
  t.strictSame(securityOf(document), { '/Accounts': required, '/open': undefined })
})

t.test('a document without paths is one too', async (t) => {
  const app = Fastify({ https: httpsOptions(site) })
  t.teardown(() => app.close())
  await app.register(ceCertAuth, site)
  t.strictSame(app.ceCertAuth.addMutualTls({ openapiObject: { openapi: '3.1.0' } }), {
    openapi: '3.1.0', components: { securitySchemes: { mutualTLS: { type: 'mutualTLS' } } }, paths: {}
  })
})

t.test('only operations have security', async (t) => {
  const app = Fastify({ https: httpsOptions(site) })
  t.teardown(() => app.close())
  await app.register(ceCertAuth, site)
  const paths = { '/Accounts': { summary: 'all of them', get: {} } }
  t.match(app.ceCertAuth.addMutualTls({ openapiObject: { openapi: '3.1.0', paths } }), {
    paths: { '/Accounts': { summary: 'all of them', get: { security: required } } }
  })
})

t.test('older documents have no such scheme, and it is told', async (t) => {
  await t.rejects(documentOf(t, { openapi: '3.0.3' }, []), {
    name: 'TypeError', message: /^openapi: '3\.0\.3' has no security scheme for client certificates; give @fastify\/swagger/
  })
  const app = Fastify()
  t.teardown(() => app.close())
  await app.register(ceCertAuth, { virtualRoots: {} })
  t.throws(() => app.ceCertAuth.addMutualTls({ swaggerObject: { swagger: '2.0' } }), { message: /^openapi: '2\.0' has no/ })
})
