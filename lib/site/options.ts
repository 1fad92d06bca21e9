import { RevocationSources } from '../revocation-sources/revocation-sources.js'
import { CertificateChainEngine } from '../trust/engine.js'
import type { EngineOptions } from '../trust/engine-options.js'
import { CertTrust } from '../trust/status.js'
import {
  hostPattern, integer, longestTimer, nonEmptyString, oneOf, options, show, string, wrong
} from '../validation.js'
import { asksForCertificate } from './flags.js'
import type { MapUser } from './map-user.js'
import { readMetrics, type Metrics, type MetricsOptions } from './metrics.js'
import { readRevocationSources, type RevocationSourcesOptions } from './revocation-sources.js'
import type { SerialNumberByteOrder } from './serial-number.js'
import { UserList } from './user-list.js'
import { Users } from './users.js'
import type { UsersOptions } from './users.js'
import type { VirtualRootOptions } from './virtual-root.js'
import { VirtualRoots } from './virtual-roots.js'
import { warningsOf } from './warnings.js'

const revocations = ['none', 'endCertificate', 'chain', 'chainExcludeRoot'] as const
const acquisitions = ['handshake', 'renegotiate'] as const
const byteOrders = ['big', 'little'] as const

/** Which certificates of a chain are checked for revocation. */
export type Revocation = typeof revocations[number]

/** When clients are asked for their certificate. */
export type Acquire = typeof acquisitions[number]

/**
 * What a site says. The options keep the words of the registry of the Windows CE web server, in camelCase. They are
 * checked when the plugin is registered: whatever is unknown, of the wrong type or can't work is a `TypeError` that
 * names the option and says what to do. They are read once and never changed.
 *
 * @see https://learn.microsoft.com/previous-versions/windows/embedded/aa922016(v=msdn.10) SSL Client Authentication
 */
export interface SiteOptions {
  /**
   * The virtual roots by URL prefix, such as `/Accounts`. The longest prefix of a path governs it, on a segment
   * boundary, compared without case. A prefix is written decoded and holds none of `% \ ; ? # *`. The registry key
   * `VROOTS`.
   */
  readonly virtualRoots: Readonly<Record<string, VirtualRootOptions>>
  /**
   * The pseudo-users by name, and the certificates that are theirs; the first that matches a certificate is its user.
   * The registry key `SSL\Users`. Default: none.
   */
  readonly users?: UsersOptions
  /**
   * The site's own word on a user, asked of each request that would be admitted with one: only `true`, or a promise of
   * it, admits; all else is 403.12. It can refuse, and nothing more. Default: none.
   */
  readonly mapUser?: MapUser
  /** Milliseconds that `mapUser` may take; after that the request is refused. Default: 5000. */
  readonly mapUserTimeout?: number
  /** The administrators, in the grammar of `UserList`. The registry value `AdminUsers`. Default: nobody. */
  readonly adminUsers?: string
  /**
   * The certificates where a chain may end, self-signed or not: PEM (one or many), DER, `X509Certificate` of
   * @peculiar/x509 or of node:crypto, or an array of these. There is no default: required where a virtual root asks
   * for certificates.
   */
  readonly trustAnchors?: EngineOptions['trustAnchors']
  /** CA certificates that clients may leave out, in the same forms; not trusted by themselves. Default: none. */
  readonly intermediates?: EngineOptions['intermediates']
  /** Certificate revocation lists, PEM or DER, or an array of these. Default: none. */
  readonly crls?: EngineOptions['crls']
  /** OCSP responses, DER, or an array of these. Default: none. */
  readonly ocspResponses?: EngineOptions['ocspResponses']
  /** Milliseconds that the clocks of OCSP responders may be wrong. Default: 300000. */
  readonly ocspClockSkew?: EngineOptions['ocspClockSkew']
  /**
   * Certificates that are never accepted (CERT_TRUST_IS_EXPLICIT_DISTRUST), or their SHA-256 fingerprints in
   * hexadecimal, or an array of these. Default: none.
   */
  readonly distrusted?: EngineOptions['distrusted']
  /**
   * Which algorithms and keys count as weak (CERT_TRUST_HAS_WEAK_SIGNATURE). `'modern'`: MD2, MD4, MD5, SHA-1, RSA
   * below 2048 bits, EC below 224 bits. `'windows'`: MD2, MD4, MD5. `'any'`: none. Default: `'modern'`.
   */
  readonly strength?: EngineOptions['strength']
  /**
   * The `CertTrust` bits that are ignored, exactly these. A last resort: each bit that is set is logged as a warning at
   * start. The registry value `CertTrustOverride`. Default: 0.
   */
  readonly certTrustOverride?: number
  /**
   * Which certificates of a chain are checked for revocation. Default: `'none'`, or `'chainExcludeRoot'` where `crls`,
   * `ocspResponses` or `revocationSources` are given.
   */
  readonly revocation?: Revocation
  /**
   * Where CRLs and OCSP responses may be fetched that certificates name: `{ hosts: ['crl.example.org'] }`, and the
   * limits. Only certificates that have been verified are read, and no other host is asked. Default: nowhere.
   */
  readonly revocationSources?: RevocationSourcesOptions
  /**
   * Milliseconds that a request waits for the first answers about its certificate; it is decided then with what there
   * is. Default: 5000.
   */
  readonly revocationTimeout?: number
  /**
   * When clients are asked for their certificate. `'handshake'`: every client, in the TLS handshake. `'renegotiate'`: a
   * client that enters a certificate root, in the middle of its request (TLS 1.2 and HTTP/1.1 only). Default:
   * `'handshake'`.
   */
  readonly acquire?: Acquire
  /**
   * Bytes of a request's body that are kept while its certificate is on the way; a longer one is answered 413. The
   * registry value `PostReadSize`. Default: 49152.
   */
  readonly postReadSize?: number
  /** Milliseconds that a client has to renegotiate. Default: 10000. */
  readonly renegotiationTimeout?: number
  /**
   * The host name, exact or `*.example.org`, whose connections are asked for a certificate in the handshake while all
   * others are not. Default: none.
   */
  readonly certificateHost?: string
  /**
   * The subject CN of the server certificate, to be found in `store`. The registry value `CertificateSubject`. Default:
   * none; the server's certificate is then given to Fastify directly.
   */
  readonly certificateSubject?: string
  /** The folder of PEM and PKCS#12 files that `certificateSubject` is looked for in. Default: none. */
  readonly store?: string
  /** The passphrase of the keys in `store`. Default: none. */
  readonly passphrase?: string
  /** The order of the bytes of serial numbers given as bytes; `'little'` is CryptoAPI's. Default: `'big'`. */
  readonly serialNumberByteOrder?: SerialNumberByteOrder
  /**
   * Where decisions are counted, with prom-client: `{ client }`, and a `registry` if it is not the client's own.
   * Default: nowhere.
   */
  readonly metrics?: MetricsOptions
  /** The time at which certificates are judged. Default: now. */
  readonly clock?: () => Date
}

const known = [
  'virtualRoots', 'users', 'adminUsers', 'mapUser', 'mapUserTimeout', 'trustAnchors', 'intermediates', 'crls',
  'ocspResponses', 'ocspClockSkew', 'distrusted', 'strength', 'certTrustOverride', 'revocation', 'revocationSources',
  'revocationTimeout', 'acquire', 'postReadSize', 'renegotiationTimeout', 'certificateHost', 'certificateSubject',
  'store', 'passphrase', 'serialNumberByteOrder', 'metrics', 'clock'
] as const satisfies ReadonlyArray<keyof SiteOptions>

type Given = { readonly [Key in typeof known[number]]?: unknown }

/** A site whose options were found good. Frozen. */
export interface Site {
  readonly virtualRoots: VirtualRoots
  readonly users: Users
  readonly mapUser: MapUser | null
  /** Milliseconds. */
  readonly mapUserTimeout: number
  /** Null: there are no administrators. */
  readonly adminUsers: UserList | null
  /** Null: no trust anchors were given, and no virtual root asks for certificates. */
  readonly engine: CertificateChainEngine | null
  /** CertTrust bits. */
  readonly certTrustOverride: number
  readonly revocation: Revocation
  /** Null: nothing is fetched. */
  readonly revocationSources: RevocationSources | null
  /** Milliseconds. */
  readonly revocationTimeout: number
  readonly acquire: Acquire
  /** Bytes. */
  readonly postReadSize: number
  /** Milliseconds. */
  readonly renegotiationTimeout: number
  /** In lower case. */
  readonly certificateHost: string | null
  readonly certificateSubject: string | null
  readonly store: string | null
  readonly passphrase: string | null
  /** Null: nothing is counted. */
  readonly metrics: Metrics | null
  readonly clock: () => Date
  /** What an operator should know: sentences for the log at start. */
  readonly warnings: readonly string[]
}

/**
 * Checks the options and makes the site of them.
 *
 * @throws TypeError for whatever is unknown, of the wrong type or can't work
 */
export function createSite (value: SiteOptions): Site {
  const given = options(value, known, 'site')
  const { users = {} } = given
  const site = {
    virtualRoots: new VirtualRoots(given.virtualRoots),
    users: new Users(users, optional(given.serialNumberByteOrder, byteOrder) ?? 'big'),
    mapUser: optional(given.mapUser, mapUser),
    mapUserTimeout: optional(given.mapUserTimeout, mapUserTimeout) ?? 5000,
    adminUsers: optional(given.adminUsers, administrators),
    engine: engineOf(given),
    certTrustOverride: optional(given.certTrustOverride, trustBits) ?? 0,
    ...revocationOf(given),
    revocationTimeout: optional(given.revocationTimeout, revocationTimeout) ?? 5000,
    acquire: optional(given.acquire, acquire) ?? 'handshake',
    postReadSize: optional(given.postReadSize, postReadSize) ?? 49152,
    renegotiationTimeout: optional(given.renegotiationTimeout, renegotiationTimeout) ?? 10000,
    certificateHost: optional(given.certificateHost, (value) => hostPattern(value, 'certificateHost')),
    ...storeOf(given),
    metrics: optional(given.metrics, readMetrics),
    clock: clockOf(given)
  }
  for (const { path, permissions } of site.virtualRoots) {
    if (site.engine === null && asksForCertificate(permissions)) {
      throw new TypeError(`trustAnchors: ${path} asks clients for certificates; give the certificates to trust`)
    }
  }
  return Object.freeze({ ...site, warnings: Object.freeze(warningsOf(site)) })
}

/** An option that is left out is no value, and has none to check. */
function optional<Value> (value: unknown, check: (value: unknown) => Value): Value | null {
  return value === undefined ? null : check(value)
}

/** Whoever gives an empty list wants revocation to be checked too. */
function revocationOf (given: Given): Pick<Site, 'revocation' | 'revocationSources'> {
  const { crls, ocspResponses, revocationSources } = given
  const isKnown = [crls, ocspResponses, revocationSources].some((source) => source !== undefined)
  const mode = optional(given.revocation, revocation) ?? (isKnown ? 'chainExcludeRoot' : 'none')
  const settings = optional(revocationSources, readRevocationSources)
  if (settings === null) return { revocation: mode, revocationSources: null }
  if (mode === 'none') {
    throw new TypeError('revocationSources: nothing is fetched with revocation: \'none\'; leave one of them out')
  }
  return { revocation: mode, revocationSources: new RevocationSources(settings, mode, clockOf(given)) }
}

/** The engine checks what it is given. */
function engineOf (
  { trustAnchors, intermediates, crls, ocspResponses, ocspClockSkew, distrusted, strength, revocationSources }: Given
): CertificateChainEngine | null {
  const rest = { intermediates, crls, ocspResponses, ocspClockSkew, distrusted, strength }
  if (trustAnchors !== undefined) return new CertificateChainEngine({ trustAnchors, ...rest } as EngineOptions)
  const vain = Object.entries({ ...rest, revocationSources }).find(([, value]) => value !== undefined)
  if (vain === undefined) return null
  throw new TypeError(`${vain[0]}: without trustAnchors no certificate is accepted; give them too`)
}

function storeOf (
  { certificateSubject, store, passphrase }: Given
): Pick<Site, 'certificateSubject' | 'store' | 'passphrase'> {
  if (store !== undefined && certificateSubject === undefined) {
    throw new TypeError('store: say which certificate to take from it with certificateSubject')
  }
  if (passphrase !== undefined && store === undefined) {
    throw new TypeError('passphrase: is for the keys in a store; give the store too')
  }
  // Never shown in an error, whatever it is.
  if (passphrase !== undefined && typeof passphrase !== 'string') throw new TypeError('passphrase: is not a string')
  return {
    certificateSubject: optional(certificateSubject, (value) => nonEmptyString(value, 'certificateSubject')),
    store: optional(store, (value) => nonEmptyString(value, 'store')),
    passphrase: passphrase ?? null
  }
}

function administrators (value: unknown): UserList | null {
  const list = UserList.parse(string(value, 'adminUsers'), 'adminUsers')
  // An empty UserList allows every user; no AdminUsers is nobody.
  return list.isEmpty ? null : list
}

function trustBits (value: unknown): number {
  const bits = integer(value, 0, 0xffffffff, 'certTrustOverride')
  const unknown = (bits & ~CertTrust.ALL) >>> 0
  if (unknown !== 0) {
    throw new TypeError(`certTrustOverride: unknown bits 0x${unknown.toString(16)}; known are those of CertTrust`)
  }
  return bits
}

function byteOrder (value: unknown): SerialNumberByteOrder {
  return oneOf(value, byteOrders, 'serialNumberByteOrder')
}

function revocation (value: unknown): Revocation {
  return oneOf(value, revocations, 'revocation')
}

function revocationTimeout (value: unknown): number {
  return integer(value, 1, longestTimer, 'revocationTimeout')
}

function mapUser (value: unknown): MapUser {
  if (typeof value !== 'function') throw wrong('mapUser', value, 'a function that answers true or false')
  return value as MapUser
}

function mapUserTimeout (value: unknown): number {
  return integer(value, 1, longestTimer, 'mapUserTimeout')
}

function acquire (value: unknown): Acquire {
  return oneOf(value, acquisitions, 'acquire')
}

function postReadSize (value: unknown): number {
  return integer(value, 0, Number.MAX_SAFE_INTEGER, 'postReadSize')
}

function renegotiationTimeout (value: unknown): number {
  return integer(value, 1, longestTimer, 'renegotiationTimeout')
}

function clockOf (given: Given): () => Date {
  return optional(given.clock, clock) ?? now
}

function clock (value: unknown): () => Date {
  if (typeof value !== 'function') throw new TypeError(`clock: ${show(value)} is not a function that returns a Date`)
  return value as () => Date
}

function now (): Date {
  return new Date()
}
