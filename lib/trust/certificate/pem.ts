import { DerError } from '../der/der-error.js'
import { PemConverter } from '../x509.js'

/** One block of a PEM text (RFC 7468). */
export interface PemBlock {
  /** What stands between `-----BEGIN ` and `-----`. */
  readonly label: string
  readonly der: Uint8Array
}

const BEGIN = '-----BEGIN '
const END = '-----END '

/**
 * The blocks of a PEM text, in order. Any text may stand around them, blanks around their lines. A block that can't
 * be read is never skipped: it throws a DerError that says which one, as does an END line without its BEGIN line.
 */
export function readPem (text: string): PemBlock[] {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.trim()).join('\n')
  const [before = '', ...chunks] = lines.split(BEGIN)
  let offset = before.length
  if (before.includes(END)) throw new DerError('PEM block without its BEGIN line', before.indexOf(END))
  return chunks.map((chunk, index) => {
    const block = readBlock(BEGIN + chunk)
    if (block === null) throw new DerError(`PEM block ${index + 1} of ${chunks.length} can't be read`, offset)
    offset += BEGIN.length + chunk.length
    return block
  })
}

/** `text` begins with a BEGIN line, and has no other. */
function readBlock (text: string): PemBlock | null {
  if (text.split(END).length !== 2) return null
  try {
    const [block] = PemConverter.decodeWithHeaders(text)
    return block === undefined ? null : { label: block.type, der: new Uint8Array(block.rawData) }
  } catch {
    return null // PemConverter throws for a wrong base64 or header alone
  }
}
