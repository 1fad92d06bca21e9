/** Most requests: nothing in the path that has a second reading, and no need to look closer. */
const plain = /^(?:\/(?!\.\.?(?:\/|[?]|$))[\w\-.~!$&'()*+,=:@]+)*\/?(?:\?|$)/

/**
 * RFC 9112 §3.2.2, of the schemes that the router knows; userinfo is refused (RFC 9110 §4.2.4). So is an authority that
 * ends in a query: some versions of find-my-way look for the path behind it, `http://a?b/path`.
 */
const absoluteForm = /^https?:\/\/[\w\-.:[\]]+(?=\/|$)/i

/** What no request target holds (RFC 9112 §3.2): parsers drop some, end at others. */
const notInTarget = /[\0-\x20\x7f]/

/** Escapes of what can't be written without (RFC 3986 §3.3) and that separate nothing: these have one reading only. */
const necessaryEscapes = /(?:%(?:2[02]|3[CE]|5[BDE]|60|7[BCD]|[89A-F][\dA-F]))+/gi

/**
 * What the components on a request's way do to a path, each for itself. Fastify's router, @fastify/middie,
 * @fastify/express, @fastify/static, proxies and file systems combine them in their own ways and orders.
 */
const readers: ReadonlyArray<(path: string) => string> = [
  // `ignoreDuplicateSlashes`, path.normalize
  (path) => path.replace(/\/{2,}/g, '/'),
  // WHATWG URL "special" schemes, Windows
  (path) => path.replaceAll('\\', '/'),
  // RFC 3986 §5.2.4, where empty segments are segments
  removeDotSegments,
  // RFC 3986 §4.2: `//host/path`, as `new URL(request.url, base)` reads it
  (path) => path.replace(/^\/{2,}[^/]*/, ''),
  // RFC 3986 §3.3: parameters of each segment (matrix parameters, Servlet path parameters)
  (path) => path.replace(/;[^/]*/g, ''),
  // `useSemicolonDelimiter`
  (path) => until(path, ';'),
  // a fragment in a request target; whoever decodes first and splits then; whoever is written in C
  (path) => until(path, '#'),
  (path) => until(path, '?'),
  (path) => until(path, '\0')
]

/** Percent-decoding, once: as the router does it, which keeps the escapes of reserved characters; and in full. */
const decoders: ReadonlyArray<(path: string) => string> = [
  (path) => decodeURI(path.replaceAll('%25', '%2525')),
  decodeURIComponent
]

/** Characters of all readings together, beyond which no more are made: no honest path comes near it. */
const budget = 128 * 1024

/** The path of a request target that has one reading alone; null if it has to be looked at more closely. */
export function plainPathOf (url: string): string | null {
  if (!plain.test(url)) return null
  const query = url.indexOf('?')
  const path = query === -1 ? url : url.slice(0, query)
  return path === '' ? null : path
}

/**
 * The paths that components may read in a request target, without duplicates: as it was sent, percent-decoded once,
 * and each of these after any of the readers, in any order and number. Null among them: there is no path, its escapes
 * are malformed, or it has too many readings to compare; nobody knows what a component would make of it.
 */
export function * readingsOf (url: string): Iterable<string | null> {
  const path = pathOf(url)
  if (path === null || !hasWellFormedEscapes(path)) return yield null
  const readings = new Set([path.replace(necessaryEscapes, decodeURIComponent)])
  yield * closure(readings)
  const decoded = new Set<string>()
  for (const reading of readings) {
    for (const decode of decoders) {
      const path = decode(reading)
      if (!readings.has(path)) decoded.add(path)
    }
  }
  yield * closure(decoded)
}

/** A set that grows while it is walked through: every reader reads what every other reader has read. */
function * closure (readings: Set<string>): Iterable<string | null> {
  let length = 0
  for (const reading of readings) {
    length += reading.length
    if (length > budget) return yield null
    yield reading
    for (const read of readers) readings.add(read(reading))
  }
}

function pathOf (url: string): string | null {
  if (notInTarget.test(url)) return null
  const rest = url.replace(absoluteForm, '')
  const path = until(rest, '?')
  if (path.startsWith('/')) return path
  return rest === url ? null : '/' + path
}

function hasWellFormedEscapes (path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

function until (text: string, delimiter: string): string {
  const end = text.indexOf(delimiter)
  return end === -1 ? text : text.slice(0, end)
}

function removeDotSegments (path: string): string {
  const kept: string[] = []
  const segments = path.split('/')
  segments.forEach((segment, index) => {
    const last = index === segments.length - 1
    if (segment === '..' && kept.length > 1) kept.pop()
    if (segment !== '.' && segment !== '..') kept.push(segment)
    else if (last) kept.push('')
  })
  return kept.join('/')
}
