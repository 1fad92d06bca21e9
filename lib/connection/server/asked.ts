/** Of the registry, so that the ESM and the CommonJS build of this package in one process mean the same. */
const kAsked = Symbol.for('fastify-ce-cert-auth.asked')

/** A TLS socket, or what HTTP/2 shows in its place. */
interface Marked {
  [kAsked]?: boolean
}

/** Says of a connection whether its client was asked for a certificate in the handshake. What was said first stays. */
export function markAsked (socket: object, asked: boolean): void {
  (socket as Marked)[kAsked] ??= asked
}

/**
 * Whether the client was asked for a certificate in the handshake, where the server asks by host name; `null` where it
 * does not.
 */
export function askedOn (socket: object): boolean | null {
  return (socket as Marked)[kAsked] ?? null
}
