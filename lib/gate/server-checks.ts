import { Server as TlsServer } from 'node:tls'
import { askingOf } from '../connection/server/ask-by-host-name.js'
import type { Site } from '../site/options.js'
import { show } from '../validation.js'
import type { GatedApp } from './gated-app.js'
import { checkAttempts, checkRenegotiation } from './renegotiation-checks.js'

/**
 * A server that certificate roots are served by must be able to ask for certificates, in the way that the site says.
 *
 * @throws TypeError if it can't
 */
export function checkServer (
  app: Pick<GatedApp, 'server' | 'httpVersions' | 'serverCreation'>, { acquire }: Pick<Site, 'acquire'>
): void {
  const { server, serverCreation } = app
  const { requestCert } = server as { requestCert?: boolean }
  if (!(server instanceof TlsServer) || (acquire === 'handshake' && requestCert !== true)) {
    throw new TypeError('https: virtual roots ask for client certificates, and this server cannot ask for any; ' +
      `create it with ${serverCreation}`)
  }
  if (acquire === 'handshake') return
  checkAttempts()
  // One that asks by host name has on each side the options that this takes.
  if (askingOf(server) === null) checkRenegotiation(app)
}

/**
 * A server that asks by host name must ask by that of the site, and others in the way of the site.
 *
 * @throws TypeError if it does not
 */
export function checkCertificateHost (
  { server }: Pick<GatedApp, 'server'>, site: Pick<Site, 'acquire' | 'certificateHost'>
): void {
  const asking = askingOf(server)
  if (asking === null) return
  for (const option of ['certificateHost', 'acquire'] as const) {
    if (asking[option] === site[option]) continue
    throw new TypeError(`${option}: the server was made for ${show(asking[option])}, the site says ` +
      `${show(site[option])}; give the same site to createServer and to ceCertAuth`)
  }
}
