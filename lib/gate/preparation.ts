import type { ServerResponse } from 'node:http'
import { wantsCertificate } from '../access/client-chain.js'
import { AMBIGUOUS, type Governing, type VirtualRoot } from '../site/virtual-roots.js'
import type { GateRequest } from './gate-request.js'

/**
 * Something that a request may have to wait for before it can be decided: its certificate, the first word about the
 * certificate's revocation, or the answer of the site's `mapUser`. `null`: there is nothing to wait for. The promise is
 * never rejected: a request that waited in vain is decided with what there is.
 */
export type Preparation<Request extends GateRequest = GateRequest> =
  (request: Request, response: ServerResponse, root: VirtualRoot) => Promise<void> | null

/** Waits for one after the other; `null` if there is nothing to wait for. Only certificate roots wait for anything. */
export function prepare<Request extends GateRequest> (
  preparations: ReadonlyArray<Preparation<Request>>, request: Request, response: ServerResponse, governing: Governing
): Promise<void> | null {
  if (governing === null || governing === AMBIGUOUS || !wantsCertificate(governing)) return null
  for (const [index, preparation] of preparations.entries()) {
    const waiting = preparation(request, response, governing)
    if (waiting !== null) {
      const later = preparations.slice(index + 1)
      return waiting.then(() => prepare(later, request, response, governing) ?? undefined)
    }
  }
  return null
}
