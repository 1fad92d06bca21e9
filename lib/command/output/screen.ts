import Table from 'cli-table3'
import picocolors from 'picocolors'
import type { Context } from '../context.js'

export type Colors = ReturnType<typeof picocolors.createColors>

/** Of a terminal that does not say, and the most that lines of text are made to fill. */
const WIDTH = 80
/** Of a column's padding and its border. */
const FRAME = 3

/**
 * Standard output as its reader has it: colours and tables for people, neither for programs. Colours are chosen as Node
 * chooses them: FORCE_COLOR before NO_COLOR, and those before what the terminal is.
 */
export class Screen {
  readonly colors: Colors
  /** Characters that a line may have. A pipe has no limit. */
  readonly width: number
  readonly #context: Context

  constructor (context: Context) {
    const { environment, stdout } = context
    this.#context = context
    this.colors = picocolors.createColors(hasColors(environment, stdout.isTTY === true))
    this.width = stdout.isTTY === true ? Math.min(stdout.columns ?? WIDTH, WIDTH) : Infinity
  }

  /** Standard error in the same way. */
  static ofErrors (context: Context): Screen {
    return new Screen({ ...context, stdout: context.stderr })
  }

  /** Writes a line. */
  line (text = ''): void {
    this.#context.stdout.write(`${text}\n`)
  }

  /** Writes a value for programs. */
  json (value: unknown): void {
    this.line(JSON.stringify(value, null, 2))
  }

  heading (text: string): void {
    this.line()
    this.line(this.colors.bold(text))
  }

  /** Writes text behind a lead, broken where the terminal ends, the lines that follow under its first. */
  paragraph (lead: string, text: string): void {
    const indent = visibleLength(lead)
    const [first = '', ...others] = wrap(text, this.width - indent)
    this.line(lead + first)
    for (const other of others) this.line(' '.repeat(indent) + other)
  }

  /** Writes a table; in a pipe, a line for each row with tabs between its cells. The last column takes what is left. */
  table (head: readonly string[], rows: ReadonlyArray<readonly string[]>): void {
    if (this.width === Infinity) {
      for (const row of rows) this.line(row.join('\t'))
      return
    }
    const widths = head.slice(0, -1).map((name, column) => {
      return Math.max(...[name, ...rows.map((row) => row[column]!)].map(visibleLength)) + FRAME - 1
    })
    const used = widths.reduce((sum, width) => sum + width + 1, 2)
    const rest = Math.max(this.width - used, FRAME * 4)
    const table = new Table({
      head: head.map((name) => this.colors.bold(name)),
      colWidths: [...widths, rest],
      style: { head: [], border: [] }
    })
    for (const row of rows) table.push([...row.slice(0, -1), breakText(row.at(-1)!, rest - FRAME + 1)])
    this.line(table.toString())
  }
}

function hasColors ({ FORCE_COLOR, NO_COLOR, TERM }: Context['environment'], isTerminal: boolean): boolean {
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false'
  return isTerminal && !NO_COLOR && TERM !== 'dumb'
}

/** Lines of words; a word that is longer than a line has one of its own. */
function wrap (text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const line = lines.at(-1)
    const fits = line !== undefined && visibleLength(`${line} ${word}`) <= width
    if (fits) lines[lines.length - 1] += ` ${word}`
    else lines.push(word)
  }
  return lines
}

/** As `wrap`, with words that are longer than a line broken. */
function breakText (text: string, width: number): string {
  return wrap(text, width).flatMap((line) => line.match(new RegExp(`.{1,${width}}`, 'g')) ?? ['']).join('\n')
}

/** Without the colours. */
function visibleLength (text: string): number {
  // eslint-disable-next-line no-control-regex -- the escape sequences of colours begin with one
  return text.replace(/\x1b\[\d+m/g, '').length
}
