import type { Test } from 'tap'
import { ClientFailure } from '../../support/clients.js'
import type { ClientRequest, ClientResponse } from '../../support/clients.js'
import type { Converse, OneConnection } from '../../support/real-client.js'
import { CARRIAGE } from '../observed-site.js'
import type { Carriage } from '../observed-site.js'
import { digestOf } from './server.js'

/** What became of a conversation. */
export interface Outcome {
  /** The status or sub-status that the client was given, the first that is no success; or that it failed. */
  answer: string
  /** The client's own, if it failed. */
  words?: string
}

/** Runs a conversation. What a client is told must be true: that is checked here. */
export async function outcomeOf (t: Test, converse: Converse, conversation: OneConnection): Promise<Outcome> {
  const { requests, tls, http } = conversation
  let responses
  try {
    responses = await converse(t, conversation)
  } catch (error) {
    if (error instanceof ClientFailure) return { answer: 'fails', words: withoutChance(error.message) }
    throw error
  }
  const redirections = responses.splice(0, responses.length - requests.length)
  for (const [index, request] of requests.entries()) {
    const response = responses[index]
    if (response === undefined) throw new Error(`there is no response to request ${index}`)
    if (response.status !== 200) return { answer: String(response.json['subStatus'] ?? response.status) }
    checkAdmission(t, request, response)
  }
  const carriages = responses.map(carriageOf)
  t.ok(carriages.every(({ protocol }) => protocol === tls), `in ${tls}`)
  const connections = new Set(carriages.map(({ connection }) => connection)).size
  const others = [
    ...(carriages.some(({ alpn }) => (alpn || 'http/1.1') !== http) ? ['in HTTP/1.1'] : []),
    ...(connections > 1 ? [`on ${connections} connections`] : [])
  ]
  return { answer: [...redirections.map(({ status }) => `${status}, then`), '200', ...others].join(' ') }
}

function checkAdmission (t: Test, { body = '' }: ClientRequest, { json }: ClientResponse): void {
  t.same(json, { user: 'Alice', ...digestOf(body) }, 'the handler saw the user and the whole body')
}

function carriageOf ({ headers }: ClientResponse): Carriage {
  return JSON.parse(headers[CARRIAGE] ?? '')
}

/** Without what is different in each run: ports, addresses in memory, times. */
function withoutChance (words: string): string {
  return words
    .replace(/(localhost|127\.0\.0\.1):\d+/g, '$1')
    .replace(/\b[0-9A-F]{12,16}:error/g, 'error')
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d /g, '')
    .replace(/\s*\n\s*/g, ' ')
    .trim()
}
