import type { Outcome } from './requests.js'

const HEADINGS = ['who', 'what is sent', 'answer', 'decided by', 'as expected']

/** Columns as wide as they must be, a line for each outcome. */
export function formatTable (outcomes: readonly Outcome[]): string {
  const rows = [HEADINGS, ...outcomes.map(({ person, answer, step, asExpected }) =>
    [person.who, person.sends, answer, step, asExpected ? 'yes' : `NO, expected ${person.expected}`])]
  const widths = HEADINGS.map((_heading, column) => Math.max(...rows.map(row => row[column]!.length)))
  const lines = rows.map(row => row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ').trimEnd())
  lines.splice(1, 0, widths.map(width => '-'.repeat(width)).join('  '))
  return lines.join('\n')
}
