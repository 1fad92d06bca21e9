import { Server as TlsServer } from 'node:tls'
import { certificateHostOf } from '../connection/server/ask-by-host-name.js'
import type { Site } from '../site/options.js'
import type { GatedApp } from './gated-app.js'
import { checkRenegotiation } from './renegotiation-checks.js'

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
  if (acquire === 'renegotiate' && certificateHostOf(server) === null) checkRenegotiation(app)
}

/**
 * A server that asks by host name must ask by that of the site.
 *
 * @throws TypeError if it does not
 */
export function checkCertificateHost (
  { server }: Pick<GatedApp, 'server'>, { certificateHost }: Pick<Site, 'certificateHost'>
): void {
  const asking = certificateHostOf(server)
  if (asking !== null && asking !== certificateHost) {
    throw new TypeError(`certificateHost: the server asks for ${asking}, the site says ${certificateHost}; give ` +
      'the same site to createServer and to ceCertAuth')
  }
}
