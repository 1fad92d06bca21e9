import { STATUS_CODES } from 'node:http'
import { createRequire } from 'node:module'
import httpProxy, { type FastifyHttpProxyOptions } from '@fastify/http-proxy'
import type { FastifyInstance, FastifyReply, RawServerBase, RouteGenericInterface } from 'fastify'
import { upstreamHeaders, webSocketHeaders, type ProxiedRequest } from './upstream-headers.js'

type WebSocketClass = NonNullable<NonNullable<FastifyHttpProxyOptions['wsServerOptions']>['WebSocket']>

// @fastify/http-proxy's own: its WebSockets can only be of a class made from that.
const require = createRequire(createRequire(import.meta.url).resolve('@fastify/http-proxy'))
const WebSocket = require('ws') as WebSocketClass

/** The reason for which a WebSocket to an upstream fails names addresses: it is the log's alone. */
class DiscreetWebSocket extends WebSocket {
  override close (code?: number, reason?: string | Buffer): void {
    const isInternalError = code === 1011
    super.close(code, isInternalError ? '' : reason)
  }
}

/** An option that its types do not know. */
const wsClientOptions: object = {
  rewriteRequestHeaders: (_: unknown, request: ProxiedRequest) => webSocketHeaders(request)
}

/**
 * Passes requests and WebSockets on to an upstream, whose path takes the place of the prefix. An upstream that does not
 * answer is the client's 502 or 504, and everything else about it the log's.
 */
export async function serveUpstream (app: FastifyInstance, prefix: string, upstream: URL): Promise<void> {
  app.register(httpProxy, {
    prefix: prefix === '/' ? '' : prefix,
    // It ends every other path with a slash, and refuses what lies above that.
    upstream: upstream.href.replace(/\/$/, ''),
    disableRequestLogging: true,
    // Its agent ends with the app.
    destroyAgent: true,
    undici: { connect: { rejectUnauthorized: true } },
    replyOptions: {
      rewriteRequestHeaders: upstreamHeaders,
      retryDelay: () => null,
      onError: answerForUpstream
    },
    websocket: true,
    wsServerOptions: { WebSocket: DiscreetWebSocket },
    wsClientOptions
  })
}

function answerForUpstream (
  reply: FastifyReply<RouteGenericInterface, RawServerBase>, { error }: { error: Error & { statusCode?: number } }
): void {
  const statusCode = error.statusCode === 504 ? 504 : 502
  reply.code(statusCode).send({
    statusCode,
    error: STATUS_CODES[statusCode],
    message: 'The server behind this one does not answer'
  })
}
