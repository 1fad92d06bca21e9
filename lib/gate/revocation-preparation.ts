import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'
import { unforgivenBits } from '../access/client-chain.js'
import { Connection } from '../connection/connection.js'
import type { PeerCertificate } from '../connection/peer-certificate.js'
import type { RevocationSources } from '../revocation-sources/revocation-sources.js'
import type { Site } from '../site/options.js'
import { CertTrust } from '../trust/status.js'
import type { ClientVerifier } from './client-verifier.js'
import type { GatedApp } from './gated-app.js'
import type { Preparation } from './preparation.js'

const UNKNOWN = CertTrust.REVOCATION_STATUS_UNKNOWN | CertTrust.IS_OFFLINE_REVOCATION
/** What an answer can change. */
const ANSWERABLE = UNKNOWN | CertTrust.IS_REVOKED

/** Requests that have waited, or had nothing to wait for. */
const informed = new WeakSet<IncomingMessage | Http2ServerRequest>()

/** Whether a request has still to wait: an earlier hook answers it before its turn, or while it waits. */
export function awaitsRevocation (
  { revocationSources }: Pick<Site, 'revocationSources'>, request: IncomingMessage | Http2ServerRequest
): boolean {
  return revocationSources !== null && !informed.has(request)
}

/**
 * What requests of the app wait for: nothing, if the site fetches nothing. Its sources are opened, their failures told
 * to the app's log, and closed with the app.
 *
 * @throws TypeError if the `cacheFolder` can't be used
 */
export function revocationPreparations (
  { log, onClose }: Pick<GatedApp, 'log' | 'onClose'>, site: Site, verifier: ClientVerifier
): readonly Preparation[] {
  const { revocationSources } = site
  if (revocationSources === null) return []
  revocationSources.open({
    failed: (source, error) => log.warn({ source, err: error }, 'revocation information could not be fetched'),
    recovered: (source) => log.info({ source }, 'revocation information can be fetched again')
  })
  onClose(() => revocationSources.close())
  return [revocationPreparation(site, verifier, revocationSources)]
}

/**
 * A request whose certificate may be revoked waits for the first answers about that, for as long as the site allows.
 * It is decided then with what there is. Nobody waits for an answer that is only to be refreshed.
 */
export function revocationPreparation (
  site: Pick<Site, 'certTrustOverride' | 'revocationTimeout'>,
  verifier: Pick<ClientVerifier, 'verify'>,
  sources: Pick<RevocationSources, 'ask'>
): Preparation {
  /** What may make the status known that is not; empty where nothing will, or nothing needs to. */
  function firstAnswers (peer: PeerCertificate): ReadonlyArray<Promise<void>> {
    try {
      const chain = verifier.verify(peer)
      // Refused whatever is answered: for a stranger nobody is asked.
      if ((unforgivenBits(site, chain) & ~ANSWERABLE) !== 0) return []
      const answers = sources.ask(chain)
      return (chain.errorStatus & UNKNOWN) === 0 ? [] : answers
    } catch {
      // The certificate can't be verified: the decision meets that too, logs it, and refuses.
      return []
    }
  }

  async function known (first: ReadonlyArray<Promise<void>>, peer: PeerCertificate, over: AbortSignal): Promise<void> {
    for (let answers = first; answers.length > 0 && !over.aborted; answers = firstAnswers(peer)) {
      await Promise.race(answers)
    }
  }

  async function wait (first: ReadonlyArray<Promise<void>>, peer: PeerCertificate): Promise<void> {
    const over = new AbortController()
    const timer = setTimeout(() => over.abort(), site.revocationTimeout).unref()
    await Promise.race([known(first, peer, over.signal), once(over.signal, 'abort')])
    clearTimeout(timer)
    over.abort()
  }

  return function awaitRevocation ({ raw }) {
    const peer = new Connection(raw).peerCertificate
    const answers = peer === null ? [] : firstAnswers(peer)
    if (peer !== null && answers.length > 0) return wait(answers, peer).then(() => { informed.add(raw) })
    informed.add(raw)
    return null
  }
}
