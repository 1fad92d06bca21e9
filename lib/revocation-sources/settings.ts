/** Where revocation information is fetched, and with what limits. */
export interface RevocationSourcesSettings {
  /** Whether a host, in lower case, may be asked. */
  readonly allowsHost: (host: string) => boolean
  /** Where answers are kept across restarts; `null`: nowhere. */
  readonly cacheFolder: string | null
  /** Whether hosts may have addresses that are not public. */
  readonly allowPrivateAddresses: boolean
  /** Milliseconds that one answer may take. */
  readonly timeout: number
  /** Bytes of one answer. */
  readonly maxSize: number
  /** Bytes of all answers. */
  readonly maxTotalSize: number
  /** How many CRLs, and certificates that responders are asked about, are known at a time. */
  readonly maxSources: number
  /** Milliseconds after which an answer is asked for anew at the latest. */
  readonly refreshInterval: number
}
