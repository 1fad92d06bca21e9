import { DerError } from '../der/der-error.js'

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

/**
 * `text` begins with a BEGIN line, and has no other. Nothing here but `replaceAll` and searches for one character goes
 * over the whole text: a CRL may have tens of megabytes.
 */
function readBlock (text: string): PemBlock | null {
  const label = /^-----BEGIN ([^-\n]+)-----\n/.exec(text)?.[1]
  if (label === undefined || text.split(END).length !== 2) return null
  const [body = '', after] = text.slice(text.indexOf('\n')).split(`\n${END}${label}-----`)
  if (after === undefined || !/^(?:\n|$)/.test(after)) return null
  const der = readBase64(withoutHeaders(body.slice(1)))
  return der && { label, der }
}

/** RFC 1421 §4.4: headers stand before a blank line. */
function withoutHeaders (body: string): string {
  const [firstLine = ''] = body.split('\n', 1)
  if (!firstLine.includes(':')) return body
  const blank = body.indexOf('\n\n')
  return blank === -1 ? '' : body.slice(blank + 2)
}

/** RFC 7468 §3: lines of base64, none of them blank. */
function readBase64 (lines: string): Uint8Array | null {
  const base64 = lines.replaceAll('\n', '')
  const digits = base64.replace(/={1,2}$/, '')
  const isBase64 = digits !== '' && base64.length % 4 === 0 && !/[^A-Za-z0-9+/]/.test(digits) && !/\n\n|^\n/.test(lines)
  return isBase64 ? Buffer.from(base64, 'base64') : null
}
