import { asksForCertificate, UrlFlags } from '../site/flags.js'
import type { Acquire, Site } from '../site/options.js'
import type { VirtualRoot } from '../site/virtual-roots.js'

export type TlsVersion = 'TLSv1.2' | 'TLSv1.3'
export type HttpVersion = 'HTTP/1.1' | 'HTTP/2'

/** What a server can do. */
export interface ServerFacts {
  /** None: it speaks plain HTTP. */
  readonly tlsVersions: readonly TlsVersion[]
  readonly httpVersions: readonly HttpVersion[]
  /** Whom it asks for a certificate in the handshake; `'certificateHost'`: by host name, as `createServer` does. */
  readonly asks: 'everyone' | 'certificateHost' | 'nobody'
}

/**
 * What a client meets under a certificate root:
 *
 * - `'askedInHandshake'`, `'askedInRequest'`: it is asked for its certificate, then or then.
 * - `'sentToHttp1'`: its stream is reset with HTTP_1_1_REQUIRED; on HTTP/1.1 it is asked.
 * - `'sentToCertificateHost'`: GET and HEAD are answered 307, other methods are not sent there.
 * - `'misdirected'`: 421. It can be asked on another host only, which is no single one.
 * - `'refused'`: 403.7. There is no way to ask it.
 * - `'goesOnWithout'`: there is no way to ask it, and the virtual root admits it without a certificate.
 */
export type Meeting =
  'askedInHandshake' | 'askedInRequest' | 'sentToHttp1' | 'sentToCertificateHost' | 'misdirected' | 'refused' |
  'goesOnWithout'

/** A kind of client, and what it meets. */
export interface Encounter {
  /** Where it wants to go, if that makes a difference. */
  readonly host: 'certificateHost' | 'otherHost' | 'anyHost'
  readonly tls: TlsVersion
  readonly http: HttpVersion
  readonly meets: Meeting
}

/** Whether a certificate is asked for, and nobody admitted without one. */
export type CertificateDemand = 'required' | 'optional' | 'notAskedFor'

/** What clients meet under one rule. */
interface RuleReport {
  readonly certificate: CertificateDemand
  /** None where no certificate is asked for. */
  readonly encounters: readonly Encounter[]
}

/** What clients meet under a virtual root. */
export interface VirtualRootReport extends RuleReport {
  readonly virtualRoot: string
}

/** What clients meet at a route that asks for more than its virtual root does. */
export interface RouteReport extends RuleReport {
  readonly methods: readonly string[]
  /** The route's pattern. */
  readonly url: string
}

/** A route with options of its own. */
export interface RuledRoute extends Pick<RouteReport, 'methods' | 'url'> {
  readonly rule: VirtualRoot
  /** What would govern it without them; `null`: nothing. */
  readonly outer: VirtualRoot | null
}

/** How clients are asked for their certificates: the site's virtual roots with its server. */
export interface StartUpReport {
  readonly acquire: Acquire
  readonly certificateHost: string | null
  readonly virtualRoots: readonly VirtualRootReport[]
  readonly routes: readonly RouteReport[]
}

/**
 * Tells what each kind of client will meet under each virtual root, and at the routes that ask for more: a pure
 * function of the site, its server and its routes.
 *
 * @param ruledRoutes those with options of their own
 */
export function startUpReport (
  site: Site, server: ServerFacts, ruledRoutes: readonly RuledRoute[] = []
): StartUpReport {
  const { acquire, certificateHost, virtualRoots } = site
  return {
    acquire,
    certificateHost,
    virtualRoots: [...virtualRoots].map((root) => ({ virtualRoot: root.path, ...reportRule(site, server, root) })),
    routes: ruledRoutes
      .filter(({ rule, outer }) => demandOf(rule) !== demandOf(outer))
      .map(({ methods, url, rule }) => ({ methods, url, ...reportRule(site, server, rule) }))
  }
}

function demandOf (rule: VirtualRoot | null): CertificateDemand {
  if (rule === null || !asksForCertificate(rule.permissions)) return 'notAskedFor'
  return (rule.permissions & UrlFlags.REQUIRE_CERT) !== 0 || rule.authentication > 0 ? 'required' : 'optional'
}

function reportRule (site: Site, server: ServerFacts, rule: VirtualRoot): RuleReport {
  const certificate = demandOf(rule)
  if (certificate === 'notAskedFor') return { certificate, encounters: [] }
  const encounters = clientsOf(server).map((client) => {
    return { ...client, meets: meetingOf(site, server, client, certificate === 'required') }
  })
  return { certificate, encounters }
}

type ClientKind = Omit<Encounter, 'meets'>

function clientsOf ({ tlsVersions, httpVersions, asks }: ServerFacts): ClientKind[] {
  const hosts = asks === 'certificateHost' ? ['certificateHost', 'otherHost'] as const : ['anyHost'] as const
  return hosts.flatMap((host) => tlsVersions.flatMap((tls) => httpVersions.map((http) => ({ host, tls, http }))))
}

/** behaviour.md 5 */
function meetingOf (
  { acquire, certificateHost }: Site, { asks }: ServerFacts, { host, tls, http }: ClientKind, isRequired: boolean
): Meeting {
  if (asks === 'everyone' || host === 'certificateHost') return 'askedInHandshake'
  if (acquire === 'renegotiate' && tls === 'TLSv1.2') return http === 'HTTP/2' ? 'sentToHttp1' : 'askedInRequest'
  if (certificateHost !== null && !certificateHost.startsWith('*.')) return 'sentToCertificateHost'
  if (asks === 'certificateHost') return 'misdirected'
  return isRequired ? 'refused' : 'goesOnWithout'
}
