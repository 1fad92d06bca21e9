import type { Site } from '../site/options.js'
import type { RouteRules } from '../site/route-rules.js'
import type { VirtualRootOptions } from '../site/virtual-roots.js'
import type { CertificateSource } from '../trust/certificate/certificate-source.js'
import { boolean, options as checkOptions, show, string } from '../validation.js'
import { clientChain, wantsCertificate } from './client-chain.js'
import { decide, type ConnectionFacts } from './decide.js'
import type { Decision } from './decision.js'
import type { MapUserAnswer } from './map-user.js'

/** A request that is not made. */
export interface ExplainOptions {
  /** The request target: the path, with its query if you like. */
  readonly path: string
  /** Default: `'GET'`. */
  readonly method?: string
  /** The client's certificate: PEM, DER, or an `X509Certificate`. Default: the client sends none. */
  readonly certificate?: CertificateSource | null
  /** What the client sends besides its certificate. Default: nothing. */
  readonly chain?: readonly CertificateSource[]
  /** Default: the time of the site's clock. */
  readonly time?: Date
  /** The connection. Default: TLS with a cipher of 256 bits, made for the host that the request is for. */
  readonly connection?: Partial<ConnectionFacts>
  /** The `config.ceCertAuth` of the route. Default: a route without options of its own. */
  readonly config?: VirtualRootOptions
  /**
   * What the site's `mapUser` answers: it is not asked. Default: what would be decided if it answered `true`, and the
   * step says so.
   */
  readonly mapUser?: boolean
}

/** The decision of a request that is not made. Throws a TypeError for options that make no sense. */
export type Explain = (options: ExplainOptions) => Decision

const known = ['path', 'method', 'certificate', 'chain', 'time', 'connection', 'config', 'mapUser'] as const
const knownConnection = [
  'encrypted', 'cipherBits', 'serverName', 'asked', 'host', 'port', 'acquisition'
] as const satisfies ReadonlyArray<keyof ConnectionFacts>

/** Makes the function that explains a site: the same decision that requests get, called without one. */
export function explainer (site: Site, rules: RouteRules): Explain {
  return function explain (given: ExplainOptions): Decision {
    checkOptions(given, known, 'explain')
    const { path, method = 'GET', certificate = null, chain = [], time = site.clock(), connection = {}, config } = given
    checkOptions(connection, knownConnection, 'explain.connection')
    if (!string(path, 'explain.path').startsWith('/')) {
      throw new TypeError(`explain.path: ${show(path)} does not begin with '/'`)
    }
    const root = rules.govern(path, { config: { ceCertAuth: config } })
    const host = site.certificateHost
    return decide(site, root, {
      method: string(method, 'explain.method').toUpperCase(),
      target: path,
      connection: {
        encrypted: true,
        cipherBits: 256,
        serverName: host,
        asked: null,
        host,
        port: null,
        acquisition: site.acquire === 'renegotiate' ? 'asked' : null,
        ...connection
      },
      chain: certificate !== null && wantsCertificate(root)
        ? clientChain(site, { leaf: certificate, intermediates: chain }, time)
        : null,
      mapUserAnswer: answerOf(given.mapUser),
      awaitsRevocation: false
    })
  }
}

function answerOf (given: unknown): MapUserAnswer {
  if (given === undefined) return { allowed: true, reason: 'mapUser is not asked here, and may refuse', about: null }
  const allowed = boolean(given, 'explain.mapUser')
  return { allowed, reason: `mapUser is taken to answer ${allowed}`, about: null }
}
