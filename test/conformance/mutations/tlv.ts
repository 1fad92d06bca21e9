/** DER as a tree that can be changed, read leniently: what is no TLV inside stays bytes. */
export interface Tlv {
  /** Identifier octet. */
  tag: number
  /** What stands in the place of the right length octets. */
  lengthOctets: Buffer | null
  /** Octets before the children: the count of unused bits of a BIT STRING that holds DER. */
  prefix: Buffer
  /** Where there are no children. */
  content: Buffer
  children: Tlv[] | null
}

const NOTHING = Buffer.alloc(0)
const BIT_STRING = 0x03
const OCTET_STRING = 0x04

/** null: not exactly one TLV. */
export function parseTlv (bytes: Buffer): Tlv | null {
  const list = parseList(bytes)
  return list?.length === 1 ? list[0]! : null
}

export function encodeTlv (node: Tlv): Buffer {
  const { tag, lengthOctets } = node
  const inside = contentOf(node)
  return Buffer.concat([Buffer.of(tag), lengthOctets ?? encodeLength(inside.length), inside])
}

export function contentOf ({ prefix, content, children }: Tlv): Buffer {
  return children === null ? content : Buffer.concat([prefix, ...children.map(encodeTlv)])
}

/** X.690 §10.1: the shortest form. */
export function encodeLength (length: number): Buffer {
  if (length < 0x80) return Buffer.of(length)
  const octets = Buffer.alloc(4)
  octets.writeUInt32BE(length)
  const significant = octets.subarray(Math.clz32(length) >> 3)
  return Buffer.concat([Buffer.of(0x80 | significant.length), significant])
}

/** A Tlv with its place. */
export interface Place {
  readonly node: Tlv
  readonly siblings: Tlv[]
  readonly index: number
}

/** All below the root. */
export function placesBelow (root: Tlv): Place[] {
  const places: Place[] = []
  collectPlaces(root, places)
  return places
}

function collectPlaces ({ children: siblings }: Tlv, places: Place[]): void {
  if (siblings === null) return
  for (const [index, node] of siblings.entries()) {
    places.push({ node, siblings, index })
    collectPlaces(node, places)
  }
}

/** Where elements begin, nested ones included. */
export function elementOffsets (bytes: Buffer): number[] {
  const root = parseTlv(bytes)
  const offsets: number[] = []
  if (root !== null) collectOffsets(root, 0, offsets)
  return offsets
}

/** Gives where the node ends. */
function collectOffsets (node: Tlv, start: number, offsets: number[]): number {
  offsets.push(start)
  const end = start + encodeTlv(node).length
  if (node.children === null) return end
  let position = end - node.children.reduce((length, child) => length + encodeTlv(child).length, 0)
  for (const child of node.children) position = collectOffsets(child, position, offsets)
  return end
}

function parseList (bytes: Buffer): Tlv[] | null {
  const list: Tlv[] = []
  for (let position = 0; position < bytes.length;) {
    const contentStart = headerEnd(bytes, position)
    if (contentStart === null) return null
    const end = contentStart + lengthAt(bytes, position)
    if (end > bytes.length) return null
    list.push(parseContent(bytes[position]!, bytes.subarray(contentStart, end)))
    position = end
  }
  return list
}

/** null: no identifier and length octets of DER. */
function headerEnd (bytes: Buffer, position: number): number | null {
  const tag = bytes[position]!
  const first = bytes[position + 1]
  if (first === undefined || (tag & 0x1f) === 0x1f) return null
  if (first < 0x80) return position + 2
  const contentStart = position + 2 + (first & 0x7f)
  return first > 0x80 && first <= 0x83 && contentStart <= bytes.length ? contentStart : null
}

function lengthAt (bytes: Buffer, position: number): number {
  const first = bytes[position + 1]!
  return first < 0x80 ? first : bytes.readUIntBE(position + 2, first & 0x7f)
}

function parseContent (tag: number, content: Buffer): Tlv {
  const hasUnusedBits = tag === BIT_STRING && content[0] === 0
  const prefix = hasUnusedBits ? content.subarray(0, 1) : NOTHING
  const mayHaveChildren = (tag & 0x20) !== 0 || tag === OCTET_STRING || hasUnusedBits
  const children = mayHaveChildren && content.length > prefix.length ? parseList(content.subarray(prefix.length)) : null
  return { tag, lengthOctets: null, prefix, content, children }
}
