import { isIP } from 'node:net'
import type { RevocationSourcesSettings } from '../revocation-sources/settings.js'
import { boolean, hostPattern, integer, longestTimer, nonEmptyString, options, string, wrong } from '../validation.js'
import { hostMatches } from './host-pattern.js'

/** Where revocation information is fetched, and with what limits. */
export interface RevocationSourcesOptions {
  /**
   * The hosts that may be asked: names, exact or `*.example.org` (the star is one label), or IP addresses. At least
   * one: nothing is fetched from any other.
   */
  readonly hosts: readonly string[]
  /**
   * The folder where answers are kept across restarts. It is made if it is not there, and belongs to this alone.
   * Default: none; they are kept in memory only.
   */
  readonly cacheFolder?: string
  /** Whether hosts may have private, loopback and other addresses that are not public. Default: false. */
  readonly allowPrivateAddresses?: boolean
  /** Milliseconds that one answer may take, redirects included. Default: 10000. */
  readonly timeout?: number
  /** Bytes that one CRL may have; an OCSP response has 65536 at most. Default: 16777216 (16 MiB). */
  readonly maxSize?: number
  /** Bytes that all answers may have, in memory and again in `cacheFolder`. Default: 134217728 (128 MiB). */
  readonly maxTotalSize?: number
  /** Milliseconds after which an answer is asked for anew at the latest. Default: 3600000 (an hour). */
  readonly refreshInterval?: number
}

const known = [
  'hosts', 'cacheFolder', 'allowPrivateAddresses', 'timeout', 'maxSize', 'maxTotalSize', 'refreshInterval'
] as const satisfies ReadonlyArray<keyof RevocationSourcesOptions>

const MiB = 1024 * 1024
const shortestRefresh = 60_000

/**
 * Checks the options.
 *
 * @throws TypeError that names the option
 */
export function readRevocationSources (value: unknown): RevocationSourcesSettings {
  const what = 'revocationSources'
  const given = options(value, known, what)
  const { cacheFolder, allowPrivateAddresses = false, timeout = 10_000, refreshInterval = 3_600_000 } = given
  const { maxSize = 16 * MiB, maxTotalSize = 128 * MiB } = given
  const patterns = readHosts(given.hosts, `${what}.hosts`)
  const settings = {
    allowsHost: (host: string) => patterns.some((pattern) => hostMatches(host, pattern)),
    cacheFolder: cacheFolder === undefined ? null : nonEmptyString(cacheFolder, `${what}.cacheFolder`),
    allowPrivateAddresses: boolean(allowPrivateAddresses, `${what}.allowPrivateAddresses`),
    timeout: integer(timeout, 1, longestTimer, `${what}.timeout`),
    maxSize: integer(maxSize, 1, Number.MAX_SAFE_INTEGER, `${what}.maxSize`),
    maxTotalSize: integer(maxTotalSize, 1, Number.MAX_SAFE_INTEGER, `${what}.maxTotalSize`),
    maxSources: 10_000,
    refreshInterval: integer(refreshInterval, shortestRefresh, longestTimer, `${what}.refreshInterval`)
  }
  if (settings.maxSize > settings.maxTotalSize) {
    throw new TypeError(`${what}.maxSize: is larger than maxTotalSize; raise that too`)
  }
  return Object.freeze(settings)
}

function readHosts (value: unknown, what: string): readonly string[] {
  if (!Array.isArray(value)) throw wrong(what, value, 'an array of host names')
  if (value.length === 0) throw new TypeError(`${what}: is empty; name hosts, or leave revocationSources out`)
  return Array.from(value, (host: unknown, index) => readHost(host, `${what}[${index}]`))
}

/** As `URL` writes it. */
function readHost (value: unknown, what: string): string {
  const host = string(value, what)
  if (isIP(host) === 4) return host
  if (isIP(host) === 6 && URL.canParse(`http://[${host}]`)) return new URL(`http://[${host}]`).hostname.slice(1, -1)
  return hostPattern(host, what)
}
