import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { converseInBytes } from './byte-conversation.js'
import { ClientFailure } from './conversation.js'
import type { ClientResponse, Conversation } from './conversation.js'
import { closingAfterLast } from './http-messages.js'

/**
 * HTTP/1.1 by hand, through a program that carries bytes between its pipes and a connection.
 *
 * @param wordsIn what the program says of a failure, out of all it has written to stderr
 */
export async function converseThrough (
  child: ChildProcessWithoutNullStreams,
  { requests, manner }: Conversation,
  wordsIn: (stderr: string) => string
): Promise<ClientResponse[]> {
  const closed = once(child, 'close')
  const stderr = text(child.stderr)
  // It may end before it has read everything; its output tells.
  child.stdin.on('error', () => undefined)
  const streams = { readable: child.stdout, writable: child.stdin }
  try {
    if (manner !== 'kept-alive') return await converseInBytes(streams, closingAfterLast(requests))
    const responses = await converseInBytes(streams, requests)
    child.kill()
    return responses
  } catch {
    throw new ClientFailure(wordsIn(await stderr))
  } finally {
    await closed
  }
}
