import type { Acquisition } from './acquisitions.js'
import type { Outcome } from './outcome.js'
import type { Protocol } from '../../support/every-protocol.js'

/** What was seen of a client in a way of acquisition. */
export interface Row extends Protocol {
  client: string
  /** By the headings of the columns; absent where the client can't. */
  cells: ReadonlyMap<string, Outcome>
}

/** What a client is. */
export interface Description {
  client: string
  version: string
  /** What it can't do. */
  limits: readonly string[]
}

const REGION = /(<!-- seen: (.+) -->\n)[^]*?(<!-- end -->)/g

/** A page with what was seen in its places, each named by a comment. */
export function fillPage (page: string, seen: ReadonlyMap<string, string>): string {
  return page.replace(REGION, (_region, start: string, name: string, end: string) => {
    const text = seen.get(name)
    if (text === undefined) throw new Error(`nothing was seen of "${name}"`)
    return start + text + end
  })
}

export function descriptionTable (descriptions: readonly Description[]): string {
  return table(['client', 'version', 'what it can\'t do'], descriptions.map(({ client, version, limits }) =>
    [client, version, limits.join('; ')]))
}

/** A row for each client and protocol, and below it the words of the clients that failed. */
export function outcomeTable ({ columns }: Acquisition, rows: readonly Row[]): string {
  const notes = new Notes()
  const headings = columns.map(({ heading }) => heading)
  const lines = rows.map(({ client, http, tls, cells }) => [
    client,
    http === 'h2' ? '2' : '1.1',
    tls.slice('TLSv'.length),
    ...headings.map(heading => {
      const outcome = cells.get(heading)
      if (outcome === undefined) return '–'
      return outcome.words === undefined ? outcome.answer : `${outcome.answer} ${notes.add(client, outcome.words)}`
    })
  ])
  return table(['client', 'HTTP', 'TLS', ...headings], lines) + notes.text
}

function table (headings: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const lines = [headings, headings.map(() => '---'), ...rows]
  return lines.map(cells => `| ${cells.join(' | ')} |\n`).join('')
}

/** The words of each client: (a), (b) … */
class Notes {
  readonly #words = new Map<string, string[]>()

  /** The mark of the words. */
  add (client: string, words: string): string {
    const known = this.#words.get(client) ?? []
    this.#words.set(client, known)
    if (!known.includes(words)) known.push(words)
    return markOf(known.indexOf(words))
  }

  get text (): string {
    const lines = Array.from(this.#words, ([client, words]) =>
      `- ${client}: ${words.map((text, index) => `${markOf(index)} \`${text}\``).join(', ')}\n`)
    return lines.length === 0 ? '' : `\n${lines.join('')}`
  }
}

function markOf (index: number): string {
  return `(${String.fromCharCode('a'.charCodeAt(0) + index)})`
}

/**
 * The lines of a page that another run must find again: not those of clients that were not there, and of clients of
 * another version neither the version nor the words.
 */
export function comparableLines (page: string, absent: ReadonlySet<string>, changed: ReadonlySet<string>): string[] {
  return page.split('\n').flatMap(line => {
    const [, tabulated, noted] = LINE.exec(line) ?? []
    // Where there are no words, there is no empty line before them.
    if (line === '' || absent.has(tabulated ?? noted ?? '')) return []
    if (tabulated !== undefined && changed.has(tabulated)) return line.replace(VERSION, '').replaceAll(MARK, '')
    return noted !== undefined && changed.has(noted) ? [] : line
  })
}

/** What a page says of a client's version. */
export function versionIn (page: string, client: string): string | undefined {
  return page.split('\n').map(line => DESCRIPTION.exec(line)).find(found => found?.[1] === client)?.[2]
}

/** A line that is about one client. */
const LINE = /^(?:\| (.+?) \||- (.+?): \(a\))/
const DESCRIPTION = /^\| ([^|]+) \| ([^|]+) \| [^|]* \|$/
const VERSION = /(?<=^\| [^|]+ \| )[^|]+(?= \| [^|]* \|$)/
const MARK = / \([a-z]\)/g
