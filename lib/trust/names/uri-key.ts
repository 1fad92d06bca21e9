/** RFC 3986 §2 */
const CHARACTERS = /^(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[0-9a-f]{2})*$/i
/** RFC 3986 §3: a scheme, and whatever else. */
const URI = /^(?<scheme>[a-z][a-z0-9+.-]*):(?:(?<authority>\/\/[^/?#]*)|(?!\/\/))(?<rest>.*)$/i
/** RFC 3986 §3.3 */
const DOT_SEGMENT = /^(?:[^?#]*\/)?\.{1,2}(?:[/?#]|$)/
/** RFC 3986 §2.3 */
const UNRESERVED = /[\w\-.~]/

/**
 * Two URIs are the same if and only if their keys are (RFC 5280 §7.4): scheme and host without case, percent-encoding
 * normalized, all else as it is written. `null`: it is no URI.
 *
 * Departures, to the strict side: one with dot segments is none, since not everybody removes them, and nothing is
 * known of schemes: `https://a` and `https://a/` are two.
 */
export function uriKey (text: string): string | null {
  const parts = CHARACTERS.test(text) ? URI.exec(normalizePercentEncoding(text)) : null
  if (parts === null) return null
  const { scheme = '', authority = '', rest = '' } = parts.groups!
  return DOT_SEGMENT.test(rest) ? null : `${scheme.toLowerCase()}:${lowerHost(authority)}${rest}`
}

/** RFC 3986 §6.2.2.1, §6.2.2.2 */
function normalizePercentEncoding (text: string): string {
  return text.replace(/%../g, (encoded) => {
    const character = String.fromCharCode(parseInt(encoded.slice(1), 16))
    return UNRESERVED.test(character) ? character : encoded.toUpperCase()
  })
}

/** The user before the @ counts with its case. */
function lowerHost (authority: string): string {
  return authority.replace(/[^@]*$/, (hostAndPort) => hostAndPort.toLowerCase())
}
