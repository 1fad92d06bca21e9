/** A request target that can be sent back as it came: origin-form (RFC 9112 §3.2.1), visible characters only. */
const originForm = /^\/[\x21-\x7e]*$/

/**
 * The same resource on the host whose clients are asked for their certificates in the handshake; `null` where that is
 * no single host.
 *
 * @param certificateHost an exact name, or a `*.` pattern
 * @param port that the request was for; `null` if its Host named none
 * @param target the request target: path and query
 */
export function certificateHostLocation (certificateHost: string, port: string | null, target: string): string | null {
  if (certificateHost.startsWith('*.') || !originForm.test(target)) return null
  return `https://${certificateHost}${port === null ? '' : `:${port}`}${target}`
}
