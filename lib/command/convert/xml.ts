import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { CommandError } from '../context.js'
import { FileFault } from '../file-fault.js'

/** An element: its attributes, and the elements in it. */
export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlElement[]
  /** On which it begins. */
  readonly line: number
}

/** As fast-xml-parser gives them in their order: the name, with what is inside, and ':@' with the attributes. */
type Parsed = Readonly<Record<string | symbol, unknown>>

const METADATA = XMLParser.getMetaDataSymbol() as symbol

/**
 * Reads a configuration file. Document types, and with them entities of the file's own, are refused: nothing in it is
 * expanded or fetched.
 *
 * @throws CommandError if it is no XML
 */
export function readXml (bytes: Uint8Array, file: string): readonly XmlElement[] {
  const text = decode(bytes)
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw new CommandError(`${file}: document types are not read`)
  const outcome = XMLValidator.validate(text)
  if (outcome !== true) {
    const { msg, line, col } = outcome.err
    throw new FileFault(msg, { file, line, column: col })
  }
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    ignorePiTags: true,
    captureMetaData: true
  })
  return elementsOf(parser.parse(text), lineCounter(text))
}

function decode (bytes: Uint8Array): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8'
  return new TextDecoder(encoding).decode(bytes)
}

function elementsOf (parsed: readonly Parsed[], lineAt: (index: number) => number): XmlElement[] {
  return parsed.flatMap(({ ':@': attributes = {}, [METADATA]: metadata, ...rest }) => {
    const [[name, children]] = Object.entries(rest) as [[string, unknown]]
    if (!Array.isArray(children)) return []
    const { startIndex } = metadata as { startIndex: number }
    const line = lineAt(startIndex)
    return [{ name, attributes: attributes as Record<string, string>, children: elementsOf(children, lineAt), line }]
  })
}

/** Tells the line of each index, if they are asked for in their order. */
function lineCounter (text: string): (index: number) => number {
  let line = 1
  let end = text.indexOf('\n')
  return (index) => {
    for (; end !== -1 && end < index; end = text.indexOf('\n', end + 1)) line++
    return line
  }
}

/** The elements that a path of names leads to. */
export function elementsAt (elements: readonly XmlElement[], ...path: readonly string[]): readonly XmlElement[] {
  const [name, ...rest] = path
  if (name === undefined) return elements
  return elementsAt(elements.filter((element) => element.name === name).flatMap((element) => {
    return rest.length === 0 ? [element] : element.children
  }), ...rest)
}

/** A boolean attribute, whatever its case: PowerShell writes `True`. */
export function isTrue (value: string | undefined): boolean {
  return value?.toLowerCase() === 'true'
}

/** The same; what is not given is neither. */
export function isFalse (value: string | undefined): boolean {
  return value?.toLowerCase() === 'false'
}
