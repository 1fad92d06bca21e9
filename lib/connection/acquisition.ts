import type { IncomingMessage } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'
import type { Acquisition } from '../site/acquisition.js'

const acquisitions = new WeakMap<IncomingMessage | Http2ServerRequest, Acquisition>()

/** Says what came of asking for the certificate of a request. */
export function recordAcquisition (request: IncomingMessage | Http2ServerRequest, acquisition: Acquisition): void {
  acquisitions.set(request, acquisition)
}

/** What was said of a request; `null`: nothing. */
export function acquisitionOf (request: IncomingMessage | Http2ServerRequest): Acquisition | null {
  return acquisitions.get(request) ?? null
}
