import { Agent, request as httpsRequest } from 'node:https'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import type { IncomingMessage } from 'node:http'
import { clientResponse } from './conversation.js'
import type { Client, ClientRequest, ClientResponse, Conversation } from './conversation.js'
import { tlsOptions } from './tls-options.js'

/** An agent keeps connections or, between connections, sessions. */
export const nodeHttps: Client = {
  name: 'node:https',
  http: ['http/1.1'],
  async converse (t, conversation) {
    const { requests, manner = 'fresh' } = conversation
    const agent = new Agent({
      ...tlsOptions(conversation),
      keepAlive: manner === 'kept-alive',
      maxCachedSessions: manner === 'resumed' ? 1 : 0
    })
    t.teardown(() => agent.destroy())
    const responses: ClientResponse[] = []
    for (const request of requests) responses.push(await send(agent, conversation, request))
    return responses
  }
}

async function send (agent: Agent, { port }: Conversation, { path, method, headers, body }: ClientRequest) {
  const request = httpsRequest({ agent, host: '127.0.0.1', port, path, method, headers })
  request.end(body)
  const [response] = await once(request, 'response') as [IncomingMessage]
  return clientResponse(response.statusCode ?? 0, headerLines(response.rawHeaders), await text(response))
}

function * headerLines (rawHeaders: readonly string[]): Generator<[string, string]> {
  for (let index = 0; index < rawHeaders.length; index += 2) yield [rawHeaders[index]!, rawHeaders[index + 1]!]
}
