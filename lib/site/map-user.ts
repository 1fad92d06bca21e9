import type { X509Certificate } from '@peculiar/x509'
import type { PseudoUser } from './users.js'

/**
 * The site's own word on a user, asked of each request that would be admitted with one: only `true`, or a promise of
 * it, admits. Any other value, an error or no answer in time refuses with 403.12. It can't name another user, nor admit
 * anybody whom the chain, the mapping or the lists do not.
 *
 * @param certificate of the client, verified
 * @param user whom it maps to; frozen
 * @param context `signal` is aborted when nobody waits for the answer any longer
 */
export type MapUser = (
  certificate: X509Certificate, user: PseudoUser, context: { readonly signal: AbortSignal }
) => boolean | PromiseLike<boolean>
