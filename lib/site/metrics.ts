import { options, show } from '../validation.js'

/** What a metric is made with. */
export interface MetricConfiguration {
  readonly name: string
  readonly help: string
  readonly labelNames?: readonly string[]
  /** Registries of the client's own, of whose types nothing is known here. */
  readonly registers?: never[]
}

/** The values of a metric's labels. */
export type MetricLabels = Record<string, string>

/** What is used of prom-client's `Registry`. */
export interface MetricsRegistry {
  getSingleMetric (name: string): unknown
  removeSingleMetric (name: string): void
}

/** What is used of prom-client, 14 or later: the module itself, or whatever has the same members. */
export interface MetricsClient {
  readonly Counter: new (configuration: MetricConfiguration) => { inc (labels: MetricLabels): void }
  readonly Gauge: new (configuration: MetricConfiguration & { readonly collect?: () => void }) => {
    set (labels: MetricLabels, value: number): void
  }
  readonly Histogram: new (configuration: MetricConfiguration & { readonly buckets?: number[] }) => {
    observe (labels: MetricLabels, value: number): void
  }
  readonly register: MetricsRegistry
}

/** Where the plugin counts what it decides. */
export interface MetricsOptions {
  /** prom-client, as the app has it. */
  readonly client: MetricsClient
  /** Where the metrics are kept. Default: the client's own, `client.register`. */
  readonly registry?: MetricsRegistry
}

/** The options, checked. */
export interface Metrics {
  readonly client: MetricsClient
  readonly registry: MetricsRegistry
}

/** @throws TypeError for what is no prom-client, and no registry of one */
export function readMetrics (value: unknown): Metrics {
  const { client, registry = (client as Partial<MetricsClient> | undefined)?.register } =
    options(value, ['client', 'registry'], 'metrics')
  if (!has(client, ['Counter', 'Gauge', 'Histogram'])) {
    throw new TypeError(`metrics.client: ${show(client)} is not prom-client; give the module itself`)
  }
  if (!has(registry, ['getSingleMetric', 'removeSingleMetric'])) {
    throw new TypeError(`metrics.registry: ${show(registry)} is not a Registry of prom-client; give one`)
  }
  return { client: client as MetricsClient, registry: registry as MetricsRegistry }
}

function has (value: unknown, names: readonly string[]): boolean {
  return typeof value === 'object' && value !== null &&
    names.every((name) => typeof (value as Record<string, unknown>)[name] === 'function')
}
