import { wantsCertificate } from '../access/client-chain.js'
import type { Decision, MappedUser } from '../access/decision.js'
import { AMBIGUOUS, type Governing, type VirtualRoot } from '../site/virtual-roots.js'
import { ClientCertificate } from './client-certificate.js'
import type { GateRequest } from './gate-request.js'

/** A decided request, and what its handler sees of it. */
export class DecidedRequest {
  readonly decision: Decision
  /** No authentication but a certificate may count: a certificate root, or a path that may lie in one. */
  readonly certificateOnly: boolean
  /** The decision was made before, for another request of the same connection. */
  readonly isRemembered: boolean
  /** What the decision was made for: what handlers read as the URL can be exchanged. */
  readonly url: string
  #clientCertificate: ClientCertificate | null | undefined

  constructor ({ url }: Pick<GateRequest, 'url'>, decision: Decision, governing: Governing, isRemembered: boolean) {
    this.decision = decision
    this.certificateOnly = governing === AMBIGUOUS || wantsCertificate(governing)
    this.isRemembered = isRemembered
    this.url = url
  }

  get virtualRoot (): VirtualRoot | null {
    return this.decision.virtualRoot
  }

  /** The user, if it was let in. */
  get pseudoUser (): MappedUser | null {
    return this.decision.admitted ? this.decision.pseudoUser : null
  }

  /** The client's certificate, if it was let in with one. Made on first use. */
  get clientCertificate (): ClientCertificate | null {
    if (this.#clientCertificate === undefined) this.#clientCertificate = certificateOf(this.decision)
    return this.#clientCertificate
  }
}

function certificateOf ({ admitted, chain }: Decision): ClientCertificate | null {
  const leaf = admitted ? chain?.elements[0]?.certificate : undefined
  return leaf === undefined || chain === null ? null : new ClientCertificate(leaf, chain)
}
