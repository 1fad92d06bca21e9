import { isIP } from 'node:net'
import { connect } from 'node:tls'
import { peerCertificateOf } from '../../connection/peer-certificate.js'
import { CommandError } from '../context.js'
import type { Presented } from './presented.js'

/** A host and a port to connect to. */
export interface PeerAddress {
  readonly host: string
  readonly port: number
}

/** Milliseconds. */
const TIMEOUT = 10_000

/** `host:port`, `1.2.3.4:port` or `[::1]:port`; null for anything else. */
export function peerAddress (text: string): PeerAddress | null {
  const match = /^(?:\[([\da-f:.]+)\]|([^:/\\\s[\]]+)):(\d{1,5})$/i.exec(text)
  if (match === null || Number(match[3]) > 0xffff) return null
  return { host: match[1] ?? match[2]!, port: Number(match[3]) }
}

/**
 * The certificates that a TLS server presents, trusted or not. Nothing is sent to it but a handshake.
 *
 * @throws CommandError if it can't be reached, or does not speak TLS
 */
export async function certificatesOfPeer ({ host, port }: PeerAddress, timeout = TIMEOUT): Promise<Presented> {
  // What it presents is judged by the site, not here.
  const socket = connect({ host, port, rejectUnauthorized: false, ...(isIP(host) === 0 && { servername: host }) })
  socket.setTimeout(timeout, () => { socket.destroy(new Error(`no answer within ${timeout / 1000} s`)) })
  return new Promise<Presented>((resolve, reject) => {
    socket.once('error', (error: Error & { reason?: string }) => {
      const { message, reason = message } = error
      reject(new CommandError(`${host}:${port}: it presents no certificate (${reason})`, { cause: error }))
    })
    socket.once('secureConnect', () => {
      // A server always has one: TLS without certificates is not negotiated (RFC 8446 §4.4.2).
      const { raw, intermediates } = peerCertificateOf(socket)!
      resolve({ leaf: raw, intermediates })
    })
  }).finally(() => { socket.destroy() })
}
