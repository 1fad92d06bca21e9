import type { ConnectionOptions } from 'node:tls'
import type { Conversation } from './conversation.js'

/** In OpenSSL's words: integrity alone, for an ECDSA key, at the security level that allows it. */
export const CIPHER_WITHOUT_ENCRYPTION = 'ECDHE-ECDSA-NULL-SHA:@SECLEVEL=0'

/** Of Node's clients. They accept every server: the tests are about the server's judgement of the client. */
export function tlsOptions (
  { identity, tls, http = 'http/1.1', servername, withoutEncryption }: Omit<Conversation, 'requests'>
): ConnectionOptions {
  const version = tls ?? 'TLSv1.3'
  return {
    minVersion: version,
    maxVersion: version,
    ALPNProtocols: [http],
    rejectUnauthorized: false,
    // Else node:https takes it from the Host header.
    servername: servername ?? '',
    ...(withoutEncryption && { ciphers: CIPHER_WITHOUT_ENCRYPTION }),
    ...(identity && { cert: identity.chainPem, key: identity.keyPem })
  }
}
