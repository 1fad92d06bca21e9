/**
 * What came of asking a client for its certificate in the middle of a connection (`acquire: 'renegotiate'`):
 *
 * - `'asked'`: it was asked and has answered; no certificate means that it sent none.
 * - `'tls13'`: it was not asked, for TLS 1.3 has no way to do so.
 * - `'http2'`: it was not asked, for HTTP/2 forbids it (RFC 9113 §9.2.1); the client is told to come back on HTTP/1.1.
 * - `'bodyTooLarge'`: more of the body than PostReadSize came before the certificate did.
 * - `'pipelined'`: the request came before the certificate of another request, which therefore does not count for it.
 * - `'exhausted'`: it was not asked, for it was asked on this connection before, as often as Node lets it.
 * - `'timedOut'`: it was asked, and took too long.
 * - `'failed'`: it was asked, and the connection broke.
 */
export type Acquisition =
  'asked' | 'tls13' | 'http2' | 'bodyTooLarge' | 'pipelined' | 'exhausted' | 'timedOut' | 'failed'
