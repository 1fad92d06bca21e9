import type { CertificateChain } from '../trust/chain.js'
import type { RevocationMode } from '../trust/chain-options.js'
import type { CertificateRevocationList } from '../trust/revocation/certificate-revocation-list.js'
import { CacheFolder } from './cache-folder.js'
import { download } from './download.js'
import { Failures, type SourceObserver } from './failures.js'
import { FetchQueue } from './fetch-queue.js'
import type { Answer } from './inquiry.js'
import { deltaInquiries, namedInquiries, type NamedInquiry } from './named-inquiries.js'
import { paceOf } from './schedule.js'
import type { RevocationSourcesSettings } from './settings.js'
import { Source, type SourceContext } from './source.js'

const mostFetches = 32
const mostFetchesPerHost = 4

/**
 * Fetches what is known of the revocation of certificates from where the certificates say. It does nothing until it is
 * opened; then it is asked with chains, and keeps up to date what those need that were asked with lately.
 */
export class RevocationSources {
  readonly #settings: RevocationSourcesSettings
  readonly #revocation: RevocationMode
  readonly #clock: () => Date
  readonly #queue = new FetchQueue(mostFetchesPerHost, mostFetches)
  readonly #closing = new AbortController()
  /** By their keys; the one that was not used longest comes first. */
  readonly #sources = new Map<string, Source>()
  readonly #ofChains = new WeakMap<CertificateChain, readonly NamedInquiry[]>()
  readonly #ofCrls = new WeakMap<CertificateRevocationList, readonly NamedInquiry[]>()
  #context: SourceContext | null = null
  #cacheFolder: CacheFolder | null = null

  /** @param clock what certificates are judged by */
  constructor (settings: RevocationSourcesSettings, revocation: RevocationMode, clock: () => Date) {
    this.#settings = settings
    this.#revocation = revocation
    this.#clock = clock
  }

  /**
   * From now on sources are asked.
   *
   * @throws TypeError if the `cacheFolder` can't be used
   */
  open (observer: SourceObserver): void {
    const { cacheFolder: path, maxTotalSize, maxSources, refreshInterval } = this.#settings
    const folder = path === null ? null : new CacheFolder(path, maxTotalSize, maxSources)
    const failures = new Failures(observer)
    this.#cacheFolder = folder
    this.#context = {
      pace: paceOf(refreshInterval),
      now: () => this.#clock().getTime(),
      download: ({ url, question }, validators) => this.#queue.run(url.host, () =>
        download(url, question, validators, this.#settings, this.#closing.signal)),
      recall: async ({ key }) => folder?.read(key) ?? null,
      keep: ({ key }, answer) => {
        folder?.write(key, answer).then(() => failures.end(path!), (error: unknown) => failures.begin(path!, error))
      },
      failed: ({ url }, error) => {
        failures.begin(url.href, error)
        this.#makeRoom()
      },
      succeeded: ({ url }) => {
        failures.end(url.href)
        this.#makeRoom()
      },
      unused: this.#drop
    }
  }

  /** Ends all that is under way; nothing is asked any more. */
  async close (): Promise<void> {
    this.#context = null
    this.#closing.abort(new Error('closed'))
    for (const source of this.#sources.values()) this.#drop(source)
    await this.#cacheFolder?.written
  }

  /** What has been answered so far that concerns a chain. */
  answersFor (chain: CertificateChain): readonly Answer[] {
    return this.#inquiriesFor(chain).flatMap(({ inquiry }) => this.#sources.get(inquiry.key)?.answers ?? [])
  }

  /**
   * Asks for what concerns a chain and is not there.
   *
   * @returns a promise for each source that has neither answered nor failed yet, which ends when it has
   */
  ask (chain: CertificateChain): ReadonlyArray<Promise<void>> {
    const context = this.#context
    if (context === null) return []
    return this.#inquiriesFor(chain)
      .map((named) => this.#use(named, context).first)
      .filter((first) => first !== null)
  }

  #use ({ inquiry, issuer }: NamedInquiry, context: SourceContext): Source {
    let source = this.#sources.get(inquiry.key)
    if (source === undefined) source = new Source(inquiry, issuer, context)
    else this.#sources.delete(inquiry.key)
    this.#sources.set(inquiry.key, source)
    source.use(issuer)
    if (this.#sources.size > this.#settings.maxSources) this.#makeRoom()
    return source
  }

  #inquiriesFor (chain: CertificateChain): readonly NamedInquiry[] {
    let named = this.#ofChains.get(chain)
    if (named === undefined) {
      named = namedInquiries(chain, this.#revocation, this.#settings)
      this.#ofChains.set(chain, named)
    }
    return [...named, ...named.flatMap((inquiry) => this.#deltasOf(inquiry))]
  }

  /** A CRL says where its deltas are. It is believed if the issuer has signed it. */
  #deltasOf ({ inquiry, issuer }: NamedInquiry): readonly NamedInquiry[] {
    const proved = this.#sources.get(inquiry.key)?.proved
    if (proved?.form !== 'crl') return []
    let deltas = this.#ofCrls.get(proved.document)
    if (deltas === undefined) {
      deltas = deltaInquiries(proved.document.extensions.freshestCRL ?? [], issuer, this.#settings)
      this.#ofCrls.set(proved.document, deltas)
    }
    return deltas
  }

  /** Those that were used last stay. */
  #makeRoom (): void {
    const { maxTotalSize, maxSources } = this.#settings
    let size = 0
    for (const source of this.#sources.values()) size += source.size
    for (const source of this.#sources.values()) {
      if (size <= maxTotalSize && this.#sources.size <= maxSources) return
      this.#drop(source)
      size -= source.size
    }
  }

  readonly #drop = (source: Source): void => {
    source.close()
    this.#sources.delete(source.inquiry.key)
  }
}
