import { TlsCursor } from './tls-cursor.js'

/** ExtensionType server_name and NameType host_name (RFC 6066 §3) */
const SERVER_NAME = 0
const HOST_NAME = 0

/** Letters, digits, hyphens and dots; underscores too, which names in private use have. */
const hostName = /^[a-z\d_.-]{1,255}$/

/**
 * The host name that a client asks for, in lower case and without a dot at its end.
 *
 * @param clientHello the body of the ClientHello message (RFC 5246 §7.4.1.2, RFC 8446 §4.1.2)
 * @returns `null` if it names none, or is not what these clauses describe
 */
export function serverNameOf (clientHello: Buffer): string | null {
  try {
    return readServerName(new TlsCursor(clientHello))
  } catch {
    // Malformed: it names nothing that could be relied on, and TLS has the word on it.
    return null
  }
}

function readServerName (hello: TlsCursor): string | null {
  const legacyVersionAndRandom = 2 + 32
  hello.octets(legacyVersionAndRandom)
  const legacySessionIdLength = 1
  hello.vector(legacySessionIdLength)
  const cipherSuitesLength = 2
  hello.vector(cipherSuitesLength)
  const legacyCompressionMethodsLength = 1
  hello.vector(legacyCompressionMethodsLength)
  // A client of TLS 1.2 may have no extensions.
  if (hello.isAtEnd) return null
  const extensions = hello.vector(2)
  hello.end()
  const lists: TlsCursor[] = []
  while (!extensions.isAtEnd) {
    const type = extensions.number(2)
    const data = extensions.vector(2)
    if (type === SERVER_NAME) lists.push(data)
  }
  const [list, ...others] = lists
  // RFC 8446 §4.2: not more than one extension of the same type
  return list === undefined || others.length > 0 ? null : readServerNameList(list)
}

/** RFC 6066 §3: one name of the only type that there is. OpenSSL takes no other list. */
function readServerNameList (data: TlsCursor): string | null {
  const list = data.vector(2)
  data.end()
  const type = list.number(1)
  const name = list.vector(2).rest().toString('latin1').toLowerCase().replace(/\.$/, '')
  list.end()
  return type === HOST_NAME && hostName.test(name) ? name : null
}
