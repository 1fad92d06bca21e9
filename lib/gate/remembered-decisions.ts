import type { TLSSocket } from 'node:tls'
import type { Decision } from '../access/decision.js'
import type { Connection } from '../connection/connection.js'
import { dropPeer } from '../connection/peer-certificate.js'
import type { Site } from '../site/options.js'
import { AMBIGUOUS, type Governing } from '../site/virtual-roots.js'

/** Connections of which a decision is remembered: the last ones. */
const mostConnections = 1_000

/** What tells whether decisions depend on more than is told here. */
type RememberingSite = Pick<Site, 'acquire' | 'certificateHost' | 'mapUser' | 'revocationSources'>

interface Remembered {
  root: Governing
  method: string
  /** `null`: others took its place. */
  decision: Decision | null
}

/**
 * The last decision of each connection that let a request in. Most requests are like the one before, and a decision is
 * a pure function: of the site, the virtual root, the method, the engine's answer, and what the last handshake ended
 * with. Where it depends on more, nothing is remembered.
 */
export class RememberedDecisions {
  readonly #dependsOnMore: boolean
  readonly #ofConnections = new WeakMap<TLSSocket, Remembered>()
  /** A ring: the one that was added first makes room for the next. */
  readonly #recent: Remembered[] = []
  #next = 0
  /** One for all connections: each costs the less memory. */
  readonly #forget: (this: TLSSocket) => void

  constructor ({ acquire, certificateHost, mapUser, revocationSources }: RememberingSite) {
    this.#dependsOnMore = acquire !== 'handshake' || certificateHost !== null || mapUser !== null ||
      revocationSources !== null
    const ofConnections = this.#ofConnections
    this.#forget = function () {
      const last = ofConnections.get(this)
      if (last !== undefined) last.decision = null
    }
  }

  /** The decision that would be made again, if the engine's answer is still the same; `null` if none is known. */
  find ({ tlsSocket }: Connection, root: Governing, method: string): Decision | null {
    const last = tlsSocket === null ? undefined : this.#ofConnections.get(tlsSocket)
    return last !== undefined && last.root === root && last.method === method ? last.decision : null
  }

  add ({ tlsSocket }: Connection, root: Governing, method: string, decision: Decision): void {
    if (this.#dependsOnMore || tlsSocket === null || root === AMBIGUOUS || !decision.admitted) return
    // The engine tells what its answer has cost: the next one, which cost nothing, can stand for all others.
    if (decision.chain !== null && decision.chain.signatureChecks > 0) return
    const last = this.#ofConnections.get(tlsSocket)
    if (last !== undefined && last.decision !== null) {
      last.root = root
      last.method = method
      last.decision = decision
      return
    }
    // Node emits it at the end of each handshake, before it reads what comes after it.
    if (last === undefined) tlsSocket.on('secure', this.#forget)
    this.#insert(tlsSocket, { root, method, decision })
    dropPeer(tlsSocket)
  }

  #insert (socket: TLSSocket, remembered: Remembered): void {
    const oldest = this.#recent[this.#next]
    if (oldest !== undefined) oldest.decision = null
    this.#recent[this.#next] = remembered
    this.#next = (this.#next + 1) % mostConnections
    this.#ofConnections.set(socket, remembered)
  }
}
