import { curl } from './curl-client.js'
import { gnutls } from './gnutls-client.js'
import { nodeHttp2 } from './node-http2-client.js'
import { nodeHttps } from './node-https-client.js'
import { openssl } from './openssl-client.js'
import type { Client } from './conversation.js'

export { connectTls, exchangeBytes, openTls, requestRawPath } from './raw-tls.js'
export { requireProgram, runProgram, startProgram } from './program.js'
export { temporaryFolder } from './temporary-folder.js'
export { curl, gnutls, nodeHttp2, nodeHttps, openssl }
export { ClientFailure } from './conversation.js'
export type {
  Client, ClientIdentity, ClientRequest, ClientResponse, Conversation, HttpVersion, Manner, TlsVersion
} from './conversation.js'

/** All of them, for what must hold for every client. */
export const clients: readonly Client[] = [nodeHttps, nodeHttp2, curl, openssl, gnutls]
