import type { TLSSocket } from 'node:tls'

/** Certificates taken from one connection beyond the leaf; more than a chain may be deep (trust-status.md, budgets). */
const maxIntermediates = 16

/** A certificate whose key the client has proved to own, and what it sent along to verify it. */
export interface PeerCertificate {
  /** DER of the leaf. */
  readonly raw: Uint8Array
  /** SHA-256 of the leaf, upper-case hexadecimal with colons. */
  readonly fingerprint256: string
  /**
   * DER of the others: candidates for the chain, trusted in nothing. A resumed session has none (node-tls.md 2), and
   * Node shows them once; then there are those that `keepIntermediates` was given.
   */
  readonly intermediates: readonly Uint8Array[]
}

/** Node's two ways to show a certificate have this in common. */
interface Shown {
  readonly raw: Uint8Array
  readonly fingerprint256: string
  readonly issuerCertificate?: Shown | undefined
}

/**
 * The certificate that the client sent in the handshake; `null` if it sent none. `getPeerX509Certificate` is the fast
 * way (node-tls.md 4); a runtime without it has the older `getPeerCertificate`, which gives an empty object for none.
 */
export function peerCertificateOf (socket: TLSSocket): PeerCertificate | null {
  const hasFastWay = typeof socket.getPeerX509Certificate === 'function'
  const leaf: Shown | undefined = hasFastWay ? socket.getPeerX509Certificate() : socket.getPeerCertificate(true)
  if (leaf?.raw === undefined) return null
  const { raw, fingerprint256 } = leaf
  const intermediates = issuersOf(leaf)
  return { raw, fingerprint256, intermediates: intermediates.length > 0 ? intermediates : keptOn(socket) }
}

/** Of the registry, so that the ESM and the CommonJS build of this package in one process mean the same. */
const kIntermediates = Symbol.for('fastify-ce-cert-auth.intermediates')

const kPeer = Symbol('fastify-ce-cert-auth.peer')

/** A TLS socket, or what HTTP/2 shows in its place. */
interface Keeping {
  [kIntermediates]?: readonly Uint8Array[]
  [kPeer]?: PeerCertificate | null
}

/**
 * Keeps with a connection what belongs to its leaf: who takes over the connection from somebody who has seen or
 * remembers that finds it there.
 */
export function keepIntermediates (socket: TLSSocket, intermediates: readonly Uint8Array[]): void {
  (socket as Keeping)[kIntermediates] = intermediates
}

function keptOn (socket: TLSSocket): readonly Uint8Array[] {
  return (socket as Keeping)[kIntermediates] ?? []
}

/**
 * OpenSSL 3.0 looks for a decoder of each key anew: to copy one certificate takes it longer than to verify one. Later
 * ones are ten times faster at that, and slower at what `getPeerCertificate` shows.
 */
const copiesSlowly = process.versions.openssl.startsWith('3.0.')

/**
 * The same, but where Node takes long to copy what came along (`X509_dup`), that is read when it is asked for. The leaf
 * is the one of now, whatever comes later. With a resumed session nothing came along.
 */
export function peerLeafOf (socket: TLSSocket, isCopyingSlow = copiesSlowly): PeerCertificate | null {
  if (!isCopyingSlow || socket.isSessionReused()) return peerCertificateOf(socket)
  // Nothing without a connection, whatever its type says.
  const leaf: Partial<Shown> | null = socket.getPeerCertificate()
  const { raw, fingerprint256 } = leaf ?? {}
  if (raw === undefined || fingerprint256 === undefined) return null
  let intermediates: readonly Uint8Array[] | null = null
  return {
    raw,
    fingerprint256,
    get intermediates () {
      intermediates ??= peerCertificateOf(socket)?.intermediates ?? []
      return intermediates
    }
  }
}

/**
 * Keeps a certificate with its connection, so that OpenSSL need not show it again, until it is dropped or another
 * handshake begins to count: that can end with another certificate.
 */
export function keepPeer (socket: TLSSocket, peer: PeerCertificate): void {
  (socket as Keeping)[kPeer] = peer
  socket.once('secure', forgetPeer)
}

/** The certificate that is kept with a connection; `null` if none is. */
export function keptPeer (socket: TLSSocket): PeerCertificate | null {
  return (socket as Keeping)[kPeer] ?? null
}

/** Drops what is kept, where nobody will ask for it soon: an idle connection need not hold its client's certificate. */
export function dropPeer (socket: TLSSocket): void {
  if (keptPeer(socket) === null) return
  socket.off('secure', forgetPeer)
  forgetPeer.call(socket)
}

function forgetPeer (this: TLSSocket): void {
  (this as Keeping)[kPeer] = null
}

function issuersOf (leaf: Shown): Uint8Array[] {
  const issuers: Uint8Array[] = []
  let { issuerCertificate: issuer } = leaf
  while (issuer !== undefined && issuers.length < maxIntermediates) {
    issuers.push(issuer.raw)
    // The older way shows a self-signed certificate as its own issuer.
    issuer = issuer.issuerCertificate === issuer ? undefined : issuer.issuerCertificate
  }
  return issuers
}
