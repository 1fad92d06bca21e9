import { UrlFlags } from '../../site/flags.js'
import type { StartUpReport } from '../../access/start-up-report.js'
import { startUpWords } from '../../access/start-up-words.js'
import type { SiteOptions } from '../../site/options.js'
import { printPlace, type Finding } from '../output/finding.js'
import type { Screen } from '../output/screen.js'
import { entrantsOf, type People } from './entrants.js'

/** Users that are shown by name; more are counted. */
const mostNames = 3

/** What is known of a site when it has been checked. */
export interface Verdict {
  readonly site: string
  /** Errors first, each kind in the order of the files' lines. */
  readonly findings: readonly Finding[]
  /** Who may enter where; none if the site could not be understood. */
  readonly virtualRoots: readonly RootSummary[]
  /** What each kind of client will meet; null if the site could not be understood. */
  readonly clients: StartUpReport | null
}

interface RootSummary {
  readonly path: string
  readonly permissions: readonly string[]
  readonly authentication: number
  /** Names of users; null: everyone. */
  readonly users: readonly string[] | null
}

export function summarize (options: SiteOptions, people: People): RootSummary[] {
  return Array.from(people.virtualRoots, (root) => ({
    path: root.path,
    permissions: UrlFlags.namesOf(root.permissions),
    authentication: root.authentication,
    users: entrantsOf(root, options, people)
  }))
}

export function printVerdict (screen: Screen, { site, findings, virtualRoots, clients }: Verdict): void {
  for (const finding of findings) printFinding(screen, finding)
  if (virtualRoots.length > 0 && screen.width !== Infinity) {
    if (findings.length > 0) screen.line()
    screen.table(['path', 'A', 'who enters', 'permissions'], virtualRoots.map((root) => {
      return [root.path, String(root.authentication), printUsers(root.users), root.permissions.join(' ')]
    }))
  }
  for (const words of clients === null ? [] : startUpWords(clients)) {
    screen.paragraph(screen.width === Infinity ? `${site}: note: ` : '• ', words)
  }
  const errors = count(findings, 'error')
  const warnings = count(findings, 'warning')
  const { green, red, yellow } = screen.colors
  const color = errors > 0 ? red : warnings > 0 ? yellow : green
  screen.line(color(`${site}: ${plural(errors, 'error')}, ${plural(warnings, 'warning')}`))
}

function printFinding (screen: Screen, { severity, message, place }: Finding): void {
  const { red, yellow, bold } = screen.colors
  const color = severity === 'error' ? red : yellow
  if (screen.width === Infinity) {
    screen.line(`${bold(printPlace(place))}: ${color(severity)}: ${message}`)
    return
  }
  screen.line(`${color(severity.padEnd('warning'.length))}  ${bold(printPlace(place))}`)
  screen.paragraph(' '.repeat('warning  '.length), message)
}

function printUsers (users: readonly string[] | null): string {
  if (users === null) return 'everyone'
  if (users.length === 0) return 'nobody'
  return users.length > mostNames ? `${users.length} users` : users.join(', ')
}

export function count (findings: readonly Finding[], severity: Finding['severity']): number {
  return findings.filter((finding) => finding.severity === severity).length
}

function plural (number: number, noun: string): string {
  return `${number === 0 ? 'no' : number} ${noun}${number === 1 ? '' : 's'}`
}
