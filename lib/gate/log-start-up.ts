import type { FastifyInstance } from 'fastify'
import type { StartUpReport } from '../access/start-up-report.js'
import { startUpWords } from '../access/start-up-words.js'
import { certificateHostOf } from '../connection/server/ask-by-host-name.js'
import { serverCertificateCovers } from './server-facts.js'

/** Says at start what clients will meet: as one object, and a sentence for each virtual root. */
export function logStartUp (app: FastifyInstance, report: StartUpReport): void {
  app.log.info({ ceCertAuth: report }, 'how clients are asked for their certificates')
  for (const line of startUpWords(report)) app.log.info(line)
  const host = certificateHostOf(app.server)
  if (host !== null && serverCertificateCovers(app, host) === false) {
    app.log.warn(`certificateHost: the server's certificate is not valid for ${host}, where clients will not accept ` +
      'it; give one that is, or another for this host with addContext or SNICallback')
  }
}
