import { wantsCertificate } from '../access/client-chain.js'
import { UrlFlags } from '../site/flags.js'
import type { VirtualRoot } from '../site/virtual-roots.js'
import type { VirtualRootOf } from './route-roots.js'

/** OpenAPI's word, and the name under which the scheme stands in the document. */
const SCHEME = 'mutualTLS'

/** OpenAPI 3.1 §4.8.9.1: the members of a path item that are operations. */
const methods: ReadonlySet<string> = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'])

type SecurityRequirement = Readonly<Record<string, readonly string[]>>

/** What is looked at of an OpenAPI document. */
interface Document {
  readonly openapi?: string
  readonly servers?: ReadonlyArray<{ readonly url: string }>
  readonly components?: { readonly securitySchemes?: object }
  readonly security?: readonly SecurityRequirement[]
  readonly paths?: object
}

/** The `transformObject` of @fastify/swagger. */
export type AddMutualTls = <Given extends object>(
  given: { openapiObject: Given } | { swaggerObject: object }
) => Given

/**
 * Makes the function that adds the security scheme `mutualTLS` to an OpenAPI document, and to each operation under a
 * virtual root that asks for certificates. What the document says itself stays: a scheme of that name, the `security`
 * of an operation. What holds for all is asked for besides.
 *
 * It does not add `security` to the schemas of routes: without the scheme @fastify/swagger fails on them, and it lets
 * nobody else add that.
 */
export function mutualTlsAdder (virtualRootOf: VirtualRootOf): AddMutualTls {
  function certificateRootOf (method: string, path: string, bases: readonly string[]): VirtualRoot | null {
    const found = bases.map((base) => virtualRootOf({ method, url: patternOf(base + path) }))
    return found.find(wantsCertificate) ?? null
  }

  function describe (path: string, item: object, { security = [] }: Document, bases: readonly string[]): object {
    return Object.fromEntries(Object.entries(item).map(([name, operation]) => {
      const root = methods.has(name) ? certificateRootOf(name, path, bases) : null
      if (root === null || operation.security !== undefined) return [name, operation]
      return [name, { ...operation, security: requirementsOf(root, security) }]
    }))
  }

  return function addMutualTls<Given extends object> (
    given: { openapiObject: Given } | { swaggerObject: object }
  ): Given {
    const document: Document = 'openapiObject' in given ? given.openapiObject : {}
    const { openapi = '2.0', components = {}, paths = {} } = document
    if (/^[23]\.0/.test(openapi)) {
      throw new TypeError(`openapi: '${openapi}' has no security scheme for client certificates; give ` +
        "@fastify/swagger openapi: { openapi: '3.1.0' }")
    }
    const bases = basesOf(document)
    return {
      ...document,
      components: {
        ...components,
        securitySchemes: { [SCHEME]: { type: SCHEME }, ...components.securitySchemes }
      },
      paths: Object.fromEntries(
        Object.entries(paths).map(([path, item]) => [path, describe(path, item, document, bases)]))
    } as Given
  }
}

/** One is enough: a certificate besides what is asked for everywhere, if that is anything. */
function requirementsOf (
  { permissions }: VirtualRoot, everywhere: readonly SecurityRequirement[]
): readonly SecurityRequirement[] {
  const others = everywhere.length === 0 ? [{}] : everywhere
  const isOptional = (permissions & UrlFlags.REQUIRE_CERT) === 0
  return [...others.map((requirement) => ({ ...requirement, [SCHEME]: [] })), ...isOptional ? others : []]
}

/** Paths are relative to the servers' URLs, if @fastify/swagger has cut these off (`stripBasePath`). */
function basesOf ({ servers = [] }: Document): string[] {
  const paths = servers.map(({ url }) => url.replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/\/$/, ''))
  return [...new Set(['', ...paths])]
}

/** OpenAPI's `{id}` as the router writes it. */
function patternOf (path: string): string {
  return path.replace(/\{([^}]*)\}/g, ':$1')
}
