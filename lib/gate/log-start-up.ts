import type { StartUpReport } from '../access/start-up-report.js'
import { startUpWords } from '../access/start-up-words.js'
import { certificateHostOf } from '../connection/server/ask-by-host-name.js'
import type { GatedApp } from './gated-app.js'
import { serverCertificateCovers } from './server-facts.js'

/** Says at start what clients will meet: as one object, and a sentence for each virtual root. */
export function logStartUp ({ server, log }: Pick<GatedApp, 'server' | 'log'>, report: StartUpReport): void {
  log.info({ ceCertAuth: report }, 'how clients are asked for their certificates')
  for (const line of startUpWords(report)) log.info(line)
  const host = certificateHostOf(server)
  if (host !== null && serverCertificateCovers(server, host) === false) {
    log.warn(`certificateHost: the server's certificate is not valid for ${host}, where clients will not accept ` +
      'it; give one that is, or another for this host with addContext or SNICallback')
  }
}
