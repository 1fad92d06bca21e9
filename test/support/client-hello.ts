/** ClientHellos made by hand (RFC 8446 §4.1.2), good ones and others. */
export interface ClientHelloParts {
  /** In the server_name extension; none: the extension is left out. */
  readonly serverName?: string
  /** More extensions, in front of the server_name. Default: one of GREASE (RFC 8701). */
  readonly extensions?: ReadonlyArray<readonly [type: number, data: Uint8Array]>
  /** Octets behind the extensions. */
  readonly tail?: Uint8Array
}

const GREASE = 0x1a1a
const SERVER_NAME = 0

/** A number in so many octets, the most significant first. */
function number (value: number, octets: number): Buffer {
  const bytes = Buffer.alloc(octets)
  bytes.writeUIntBE(value, 0, octets)
  return bytes
}

/** A vector with its length in so many octets in front. */
export function vector (lengthOctets: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  return Buffer.concat([number(content.length, lengthOctets), content])
}

/** A ServerNameList (RFC 6066 §3) with these names. */
export function serverNameList (...names: ReadonlyArray<readonly [type: number, name: string]>): Buffer {
  return vector(2, ...names.flatMap(([type, name]) => [number(type, 1), vector(2, Buffer.from(name, 'latin1'))]))
}

/** Everything in front of the extensions. */
export function helloWithoutExtensions (): Buffer {
  const cipherSuites = [GREASE, 0x1301, 0xc02b].map((suite) => number(suite, 2))
  const [random, sessionId] = [Buffer.alloc(32, 7), Buffer.alloc(32, 8)]
  const compressionMethods = vector(1, number(0, 1))
  return Buffer.concat([
    number(0x0303, 2), random, vector(1, sessionId), vector(2, ...cipherSuites), compressionMethods
  ])
}

const grease: ReadonlyArray<readonly [number, Uint8Array]> = [[GREASE, Buffer.alloc(1)]]

/** The body of a ClientHello. */
export function helloBody ({ serverName, extensions = grease, tail }: ClientHelloParts = {}): Buffer {
  const all: Array<readonly [number, Uint8Array]> = [...extensions]
  if (serverName !== undefined) all.push([SERVER_NAME, serverNameList([0, serverName])])
  const written = all.map(([type, data]) => Buffer.concat([number(type, 2), vector(2, data)]))
  return Buffer.concat([helloWithoutExtensions(), vector(2, ...written), tail ?? Buffer.alloc(0)])
}

/** A message of the handshake, by default a ClientHello. */
export function handshakeMessage (body: Uint8Array, type = 1): Buffer {
  return Buffer.concat([number(type, 1), vector(3, body)])
}

/** A message in records of at most so many octets. */
export function records (message: Buffer, size = 2 ** 14): Buffer {
  const all: Buffer[] = []
  for (let start = 0; start < message.length; start += size) {
    all.push(Buffer.concat([number(22, 1), number(0x0301, 2), vector(2, message.subarray(start, start + size))]))
  }
  return Buffer.concat(all)
}
