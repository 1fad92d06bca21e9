import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { Refusal } from '../gate/refusal.js'

/** Whatever sends something of a response goes through one of these. */
const sending = ['writeEarlyHints', 'writeHead', 'flushHeaders', 'write', 'end'] as const

type Send = (method: typeof sending[number], ...values: unknown[]) => unknown

/**
 * Holds a response back until somebody begins to send it. If it is refused then, the refusal is sent in its place, and
 * nothing of the response gets out, whoever made it and whatever comes later.
 *
 * @param refusal what the response is refused with; `null`: it may be sent. Asked once
 */
export function holdResponse (response: ServerResponse, refusal: () => Refusal | null): void {
  const { writeEarlyHints, writeHead, flushHeaders, write, end } = response
  const methods = { writeEarlyHints, writeHead, flushHeaders, write, end }
  const send: Send = (name, ...values) => Reflect.apply(methods[name], response, values)
  let isOpen: boolean | null = null

  function open (): boolean {
    // Whoever is told of a decision might answer in its place.
    isOpen = false
    const refused = refusal()
    if (refused !== null) sendRefusal(response, send, refused)
    return refused === null
  }

  for (const name of sending) {
    Object.assign(response, {
      [name]: (...values: unknown[]): unknown => {
        isOpen ??= open()
        return isOpen ? send(name, ...values) : name === 'write' || response
      }
    })
  }
}

function sendRefusal (response: ServerResponse, send: Send, { statusCode, headers, payload }: Refusal): void {
  for (const name of response.getHeaderNames()) response.removeHeader(name)
  send('writeHead', statusCode, headers)
  if (payload instanceof Readable) {
    payload.on('data', (chunk) => send('write', chunk))
    payload.on('end', () => send('end'))
  } else {
    send('end', payload)
  }
}
