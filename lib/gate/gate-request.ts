import type { IncomingMessage } from 'node:http'

/** A log, as pino and Fastify have it. */
export interface Logger {
  debug (about: unknown, message?: string): void
  info (about: unknown, message?: string): void
  warn (about: unknown, message?: string): void
  error (about: unknown, message?: string): void
}

/** What every framework on node:http knows of a request. A FastifyRequest is one. */
export interface GateRequest {
  /** The message itself; over HTTP/2 what node:http2 shows in its place. */
  readonly raw: IncomingMessage
  readonly method: string
  /** What the router reads: the request target, or what hooks and middleware have made of it. */
  readonly url: string
  /** The request target as the client sent it. */
  readonly originalUrl: string
  readonly log: Logger
}
