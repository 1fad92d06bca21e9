import type { ConnectionOptions } from 'node:tls'
import type { Conversation } from './conversation.js'

/** Of Node's clients. They accept every server: the tests are about the server's judgement of the client. */
export function tlsOptions (
  { identity, tls = 'TLSv1.3', http = 'http/1.1' }: Pick<Conversation, 'identity' | 'tls' | 'http'>
): ConnectionOptions {
  return {
    minVersion: tls,
    maxVersion: tls,
    ALPNProtocols: [http],
    rejectUnauthorized: false,
    ...(identity && { cert: identity.chainPem, key: identity.keyPem })
  }
}
