import { constants, type Http2ServerRequest } from 'node:http2'
import type { TLSSocket } from 'node:tls'
import { acquisitionOf, recordAcquisition } from '../connection/acquisition.js'
import { Connection } from '../connection/connection.js'
import { acquireCertificate, foregoneAcquisition } from '../connection/renegotiation/acquire-certificate.js'
import { RenegotiableConnection } from '../connection/renegotiation/renegotiable-connection.js'
import type { Acquisition } from '../site/acquisition.js'
import type { Site } from '../site/options.js'
import type { Preparation } from './preparation.js'

/** Asks a client that enters a certificate root for its certificate, where the connection has none (behaviour.md 5). */
export function certificatePreparation (site: Site): Preparation {
  return ({ raw, log }, response, { path }) => {
    const connection = new Connection(raw)
    if (!connection.encrypted || connection.asked === true || acquisitionOf(raw) !== null) return null
    if (connection.peerCertificate !== null) return null
    const socket = raw.socket as TLSSocket
    if (socket.getProtocol() === 'TLSv1.3') {
      recordAcquisition(raw, 'tls13')
      return null
    }
    const { stream } = raw as object as Partial<Http2ServerRequest>
    if (stream !== undefined) {
      recordAcquisition(raw, 'http2')
      stream.close(constants.NGHTTP2_HTTP_1_1_REQUIRED)
      return null
    }
    const asking = { connection: RenegotiableConnection.of(socket), request: raw, response, root: path }
    const foregone = foregoneAcquisition(asking)
    if (foregone === null) {
      return acquireCertificate(asking, site).catch((error): Acquisition => {
        log.error(error, 'the client could not be asked for its certificate, and is refused')
        return 'failed'
      }).then((acquisition) => recordAcquisition(raw, acquisition))
    }
    recordAcquisition(raw, foregone)
    return null
  }
}
