import { connect as http2Connect } from 'node:http2'
import type { ClientHttp2Session, ClientHttp2Stream, IncomingHttpHeaders } from 'node:http2'
import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { ClientFailure, clientResponse, oneByOne } from './conversation.js'
import type { Client, ClientRequest, ClientResponse, Conversation } from './conversation.js'
import { openTls } from './raw-tls.js'

export const nodeHttp2: Client = {
  name: 'node:http2',
  http: ['h2'],
  async converse (_t, conversation) {
    if (conversation.manner === 'kept-alive') return (await onOneConnection(conversation)).responses
    const responses: ClientResponse[] = []
    let session: Buffer | undefined
    for (const single of oneByOne(conversation)) {
      const outcome = await onOneConnection(single, session)
      responses.push(...outcome.responses)
      if (conversation.manner === 'resumed') session ??= outcome.session
    }
    return responses
  }
}

/** All requests on one connection, and the session that it can be resumed with. */
export async function onOneConnection (conversation: Conversation, resumedSession?: Buffer) {
  const { port, tls, requests } = conversation
  const socket = tls === null ? connect(port, '127.0.0.1') : openTls({ ...conversation, http: 'h2' }, resumedSession)
  let session: Buffer | undefined
  socket.on('session', ticket => { session = ticket })
  const authority = `${tls === null ? 'http' : 'https'}://localhost:${port}`
  const http2 = http2Connect(authority, { createConnection: () => socket })
  const responses: ClientResponse[] = []
  try {
    for (const request of requests) responses.push(await send(http2, request))
    http2.close()
    await once(http2, 'close')
  } finally {
    // Where a request fails, nobody else ends the connection
    http2.destroy()
  }
  return { responses, session: session ?? resumedSession }
}

async function send (http2: ClientHttp2Session, sent: ClientRequest): Promise<ClientResponse> {
  const { path, method = 'GET', headers, body, expectContinue } = sent
  const expectation = expectContinue && { expect: '100-continue' }
  const stream: ClientHttp2Stream = http2.request({ ':path': path, ':method': method, ...headers, ...expectation })
  if (expectContinue) stream.on('continue', () => stream.end(body))
  else stream.end(body)
  try {
    const [received] = await once(stream, 'response') as [IncomingHttpHeaders & { ':status': number }]
    const headerLines = Object.entries(received)
      .filter(([name]) => !name.startsWith(':'))
      .map(([name, value]): [string, string] => [name, String(value)])
    return clientResponse(received[':status'], headerLines, await text(stream))
  } catch (error) {
    throw new ClientFailure(String(error))
  }
}
