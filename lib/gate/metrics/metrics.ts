import type { IncomingMessage } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'
import { acquisitionOf } from '../../connection/acquisition.js'
import type { Metrics as Client, MetricConfiguration } from '../../site/metrics.js'
import type { Site } from '../../site/options.js'
import { ClientVerifier } from '../client-verifier.js'
import type { DecidedRequest } from '../decided-request.js'
import type { GateRequest } from '../gate-request.js'
import type { GatedApp } from '../gated-app.js'
import { daysUntilExpiry } from './expiry.js'
import { MeasuredVerifier } from './measured-verifier.js'

/** Seconds: a chain that is remembered takes some 10 µs, one with three new RSA signatures some milliseconds. */
const buckets = [0.000_01, 0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.05]

/** Counts what is decided. */
export interface Metrics {
  /** Of a site, to be used in the place of any other. */
  readonly verifier: ClientVerifier
  readonly decided: (request: Pick<GateRequest, 'raw'>, decided: DecidedRequest) => void
}

/**
 * What is counted where the site says so; else nothing. The labels are virtual roots, and words of ours: no client can
 * add to them. The metrics leave the registry with the app.
 *
 * @throws TypeError if the registry has such metrics already
 */
export function createMetrics (app: Pick<GatedApp, 'server' | 'onClose'>, site: Site): Metrics {
  return site.metrics === null
    ? { verifier: new ClientVerifier(site), decided: () => undefined }
    : count(app, site, site.metrics)
}

function count (
  { server, onClose }: Pick<GatedApp, 'server' | 'onClose'>, site: Site, { client, registry }: Client
): Metrics {
  const decisions = new client.Counter(configure('decisions_total', 'Decisions', ['virtual_root', 'sub_status']))
  const acquisitions = new client.Counter(
    configure('renegotiations_total', 'Requests whose client had to be asked for its certificate', ['outcome']))
  const lookups = new client.Counter(
    configure('cache_lookups_total', 'Decisions and chain verdicts looked for in a cache', ['cache', 'result']))
  const verifications = new client.Histogram({
    ...configure('chain_verification_seconds', 'Time until the verdict on a client\'s chain', ['signatures']), buckets
  })
  const expiry = new client.Gauge({
    ...configure('expiry_days', 'Days until the next expiry', ['of']),
    collect () {
      for (const [of, days] of daysUntilExpiry(site, server)) expiry.set({ of }, days)
    }
  })
  const acquired = new WeakSet<IncomingMessage | Http2ServerRequest>()

  function configure (suffix: string, help: string, labelNames: string[]): MetricConfiguration {
    const name = `ce_cert_auth_${suffix}`
    if (registry.getSingleMetric(name) !== undefined) {
      throw new TypeError(`metrics.registry: has ${name} already; give each app a registry of its own`)
    }
    onClose(() => registry.removeSingleMetric(name))
    return { name, help, labelNames, registers: [registry] as never[] }
  }

  function lookedUp (cache: 'decision' | 'chain', isHit: boolean): void {
    lookups.inc({ cache, result: isHit ? 'hit' : 'miss' })
  }

  return {
    verifier: new MeasuredVerifier(site, ({ signatureChecks }, seconds) => {
      const areKnown = signatureChecks === 0
      verifications.observe({ signatures: areKnown ? 'known' : 'verified' }, seconds)
      lookedUp('chain', areKnown)
    }),
    decided ({ raw }, { decision: { virtualRoot, subStatus, chain }, isRemembered }) {
      decisions.inc({ virtual_root: virtualRoot?.path ?? 'none', sub_status: subStatus ?? 'none' })
      if (chain !== null) lookedUp('decision', isRemembered)
      const acquisition = acquisitionOf(raw)
      // A request that is decided twice was asked once.
      if (acquisition === null || acquired.has(raw)) return
      acquired.add(raw)
      acquisitions.inc({ outcome: acquisition !== 'asked' ? acquisition : chain === null ? 'declined' : 'obtained' })
    }
  }
}
