import type { IncomingMessage, ServerResponse } from 'node:http'
import lightMyRequest, { type InjectOptions, type Response } from 'light-my-request'
import { pretendTls, type TlsFacts } from './tls-socket.js'

/** What is used of a Fastify instance. */
export interface InjectableApp {
  ready (): PromiseLike<unknown>
  routing (request: IncomingMessage, response: ServerResponse): void
}

/** A request, in the words of `app.inject`, and the TLS connection on which it comes. */
export interface TlsInjectOptions extends InjectOptions, TlsFacts {}

/**
 * `app.inject` for requests over TLS: `inject(app, { url: '/Accounts', certificate: alice.cert })`. Each request comes
 * on a connection of its own, and the plugin decides it with the code that decides all others. The app is made ready.
 *
 * There is no handshake: nobody proves to have a key, and with `acquire: 'renegotiate'` nobody is asked. A request has
 * its certificate from the start, or is one that can't be asked.
 *
 * @throws TypeError if a certificate is none
 */
export async function inject (app: InjectableApp, options: TlsInjectOptions): Promise<Response> {
  const { certificate, chain, cipher, serverName, ...request } = options
  await app.ready()
  return lightMyRequest((incoming, response) => {
    pretendTls(incoming.socket, hostOf(incoming), options)
    app.routing(incoming, response)
  }, request)
}

/** Without its port. light-my-request always gives one. */
function hostOf ({ headers }: IncomingMessage): string {
  return headers.host!.replace(/:\d*$/, '').replace(/^\[|\]$/g, '')
}
