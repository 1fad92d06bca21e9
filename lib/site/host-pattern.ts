/**
 * Whether a host name fits an exact name or a `*.` pattern. The star stands for exactly one label (RFC 6125 §6.4.3).
 *
 * @param host lower case, without port; `null` never fits
 * @param pattern lower case
 */
export function hostMatches (host: string | null, pattern: string): boolean {
  if (host === null) return false
  if (!pattern.startsWith('*.')) return host === pattern
  const dot = host.indexOf('.')
  return dot > 0 && host.slice(dot) === pattern.slice(1)
}
