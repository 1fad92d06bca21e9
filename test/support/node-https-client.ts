import http from 'node:http'
import https from 'node:https'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import type { Agent, IncomingMessage } from 'node:http'
import { ClientFailure, clientResponse } from './conversation.js'
import type { Client, ClientRequest, ClientResponse, Conversation } from './conversation.js'
import { tlsOptions } from './tls-options.js'

/** An agent keeps connections or, between connections, sessions. */
export const nodeHttps: Client = {
  name: 'node:https',
  http: ['http/1.1'],
  async converse (t, conversation) {
    const { requests, tls, manner = 'fresh' } = conversation
    const keepAlive = manner === 'kept-alive'
    const maxCachedSessions = manner === 'resumed' ? 1 : 0
    const agent = tls === null
      ? new http.Agent({ keepAlive })
      : new https.Agent({ ...tlsOptions(conversation), keepAlive, maxCachedSessions })
    t.teardown(() => agent.destroy())
    const responses: ClientResponse[] = []
    for (const request of requests) responses.push(await send(agent, conversation, request))
    return responses
  }
}

async function send (agent: Agent, conversation: Conversation, sent: ClientRequest): Promise<ClientResponse> {
  const { port, tls, servername = '127.0.0.1' } = conversation
  const { path, method, body, expectContinue } = sent
  const { request: start } = tls === null ? http : https
  const headers = { host: `${servername}:${port}`, ...headersOf(sent) }
  const request = start({ agent, host: '127.0.0.1', port, path, method, headers })
  if (expectContinue) request.on('continue', () => request.end(body))
  else request.end(body)
  try {
    const [response] = await once(request, 'response') as [IncomingMessage]
    // The server need not take the rest of the body: what counts is its response.
    request.on('error', () => undefined)
    return clientResponse(response.statusCode ?? 0, headerLines(response.rawHeaders), await text(response))
  } catch (error) {
    throw new ClientFailure(String(error))
  }
}

/** Node knows the length of a body that it is given at once. */
function headersOf ({ headers, body = '', expectContinue }: ClientRequest): Record<string, string> {
  if (!expectContinue) return { ...headers }
  return { ...headers, expect: '100-continue', 'content-length': String(Buffer.byteLength(body)) }
}

function * headerLines (rawHeaders: readonly string[]): Generator<[string, string]> {
  for (let index = 0; index < rawHeaders.length; index += 2) yield [rawHeaders[index]!, rawHeaders[index + 1]!]
}
