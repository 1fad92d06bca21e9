import type { Check } from './decide.js'

/** What the site's `mapUser` has answered, before the request was decided. */
export interface MapUserAnswer {
  /** Only `true` admits. */
  readonly allowed: boolean
  /** Why, in words for the operator. */
  readonly reason: string
  /** Whom it was asked about; `null`: the answer stands for whoever it is, as in `explain`. */
  readonly about: MapUserSubject | null
}

/** A mapped user, and the certificate that maps to it. */
export interface MapUserSubject {
  readonly user: string
  /** SHA-256, upper-case hexadecimal with colons. */
  readonly fingerprint256: string
}

/**
 * The last word is the site's own: it is asked of requests that would be admitted, so that it can refuse them and do
 * nothing else (lessons.md S23). Without an answer about this very user and certificate nobody is admitted.
 */
export const mapUser: Check = (site, root, { chain, mapUserAnswer }, user) => {
  const leaf = chain?.elements[0]?.certificate
  if (user === null || leaf === undefined) return { inputs: {}, skipped: true, reason: 'nobody was mapped' }
  const inputs = { user: user.name }
  const refused = { inputs, code: 'FST_CE_MAPPER_DENIED' } as const
  if (mapUserAnswer === null) return { ...refused, reason: 'mapUser was not asked' }
  const { about, allowed, reason } = mapUserAnswer
  if (about !== null && (about.user !== user.name || about.fingerprint256 !== leaf.fingerprint256)) {
    return { ...refused, reason: 'mapUser was asked about somebody else' }
  }
  return allowed ? { inputs, reason } : { ...refused, reason }
}
