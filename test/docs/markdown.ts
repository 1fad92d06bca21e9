import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const ROOT = new URL('../../', import.meta.url)

/** How a block is tested: the comment `<!-- test: name argument` before it, and the lines of that comment. */
export interface Directive {
  name: string
  argument: string
  lines: string[]
}

/** A fenced block. */
export interface Block {
  /** Where it stands, for the test's name: `docs/README.md:12`. */
  place: string
  language: string
  content: string
  /** Null: nobody has said how to test it. */
  directive: Directive | null
}

/** A row of a table: its cells by the headings of their columns, as they are written. */
export type Row = Record<string, string>

/** The text of a page, by its path in the repository. */
export function readPage (page: string): string {
  return readFileSync(fileURLToPath(new URL(page, ROOT)), 'utf8')
}

const BLOCK = /^(?:<!-- test: ?(?<comment>[^]*?)-->\n)?```(?<language>[^\n]*)\n(?<content>[^]*?)^```$/gm

/** The fenced blocks of a page, in their order, but for diagrams. */
export function blocksOf (page: string): Block[] {
  const text = readPage(page)
  return Array.from(text.matchAll(BLOCK), ({ index, groups = {} }) => ({
    place: `${page}:${text.slice(0, index).split('\n').length}`,
    language: groups['language'] ?? '',
    content: groups['content'] ?? '',
    directive: groups['comment'] === undefined ? null : directiveOf(groups['comment'])
  })).filter(({ language }) => language !== 'mermaid')
}

function directiveOf (comment: string): Directive {
  const [first = '', ...lines] = comment.trim().split('\n')
  const [name = '', ...argument] = first.split(' ')
  return { name, argument: argument.join(' '), lines: lines.filter(line => line !== '') }
}

/** A page without its blocks and comments. */
function proseOf (page: string): string {
  return readPage(page).replace(BLOCK, '').replace(/<!--[^]*?-->/g, '')
}

/** The headings of a page, of a level or of all. */
export function headingsOf (page: string, level?: number): string[] {
  return Array.from(proseOf(page).matchAll(/^(#+) (.*)$/gm))
    .filter(([, marks]) => level === undefined || marks!.length === level)
    .map(([, , heading]) => heading!)
}

/** The text below a heading, down to the next heading of its level or above. */
export function sectionOf (page: string, heading: string): string {
  const lines = proseOf(page).split('\n')
  const start = lines.findIndex(line => /^#+ /.test(line) && line.replace(/^#+ /, '') === heading)
  if (start === -1) throw new Error(`${page} has no heading "${heading}"`)
  const level = lines[start]!.indexOf(' ')
  const length = lines.slice(start + 1).findIndex(line => /^#+ /.test(line) && line.indexOf(' ') <= level)
  return lines.slice(start + 1, length === -1 ? undefined : start + 1 + length).join('\n')
}

/** The tables of a section, each as its rows. */
export function tablesOf (page: string, heading: string): Row[][] {
  return Array.from(sectionOf(page, heading).matchAll(/(?:^\|.*\|$\n?)+/gm), ([table]) => {
    const [headings = [], , ...rows] = table.trim().split('\n').map(cellsOf)
    return rows.map(cells => Object.fromEntries(headings.map((name, column) => [name, cells[column] ?? ''])))
  })
}

/** The rows of the first table of a section. */
export function tableOf (page: string, heading: string): Row[] {
  const [table] = tablesOf(page, heading)
  if (table === undefined) throw new Error(`${page} has no table below "${heading}"`)
  return table
}

function cellsOf (line: string): string[] {
  return line.split(/(?<!\\)\|/).slice(1, -1).map(cell => cell.trim().replaceAll('\\|', '|'))
}

/** The word in backticks that a cell or a heading begins with. */
export function codeOf (text: string): string {
  return /^`([^`]*)`/.exec(text)?.[1] ?? ''
}

/** The targets of a page's links. */
export function linksOf (page: string): string[] {
  return Array.from(proseOf(page).matchAll(/\]\(([^)\s]+)\)/g), ([, target]) => target!)
}

/** The anchors of a page, as GitHub makes them of headings: the second of two that are alike ends with `-1`. */
export function anchorsOf (page: string): string[] {
  const anchors: string[] = []
  for (const heading of headingsOf(page)) {
    const anchor = heading.toLowerCase().replace(/[^\p{L}\p{N}\- _]/gu, '').replaceAll(' ', '-')
    anchors.push(anchors.includes(anchor) ? `${anchor}-1` : anchor)
  }
  return anchors
}
