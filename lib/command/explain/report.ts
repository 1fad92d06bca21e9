import type { Decision, Step } from '../../access/decision.js'
import { answers, type ErrorCode } from '../../errors.js'
import { UrlFlags } from '../../site/flags.js'
import { CertTrust } from '../../trust/status.js'
import { printTime } from '../output/date.js'
import type { Screen } from '../output/screen.js'
import { chainCertificates, printChain, type ChainCertificate } from './chain-tree.js'
import type { UserMatch } from '../users/matching.js'
import { curesOf } from './answer-words.js'
import type { Change } from './changes.js'
import { wordsOf } from './trust-words.js'

/** A decision with all that is known about it. */
export interface Explanation {
  readonly request: { readonly method: string, readonly path: string, readonly time: string }
  readonly admitted: boolean
  readonly code: ErrorCode | null
  readonly subStatus: string | null
  readonly user: string | null
  readonly virtualRoot: {
    readonly path: string
    readonly permissions: readonly string[]
    readonly authentication: number
    readonly userList: string
  } | null
  /** The leaf first. */
  readonly chain: readonly ChainCertificate[]
  /** Names of the bits of the whole chain. */
  readonly trust: readonly string[]
  readonly steps: readonly Step[]
  /** The entries of `users` that the certificate matches, or nearly; none where nobody was looked for. */
  readonly users: readonly UserMatch[]
  /** What helps. */
  readonly hints: readonly string[]
  readonly changes: ReadonlyArray<{ readonly change: string, readonly answer: string }>
}

/** What is known besides the decision. */
export interface Findings {
  readonly users: readonly UserMatch[]
  readonly hints: readonly string[]
  readonly changes: readonly Change[]
}

export function explanationOf (
  request: { method: string, path: string, time: Date }, decision: Decision, { users, hints, changes }: Findings
): Explanation {
  const { admitted, code, subStatus, pseudoUser, virtualRoot, chain, steps } = decision
  return {
    request: { ...request, time: request.time.toISOString() },
    admitted,
    code,
    subStatus,
    user: pseudoUser?.name ?? null,
    virtualRoot: virtualRoot === null
      ? null
      : {
          path: virtualRoot.path,
          permissions: UrlFlags.namesOf(virtualRoot.permissions),
          authentication: virtualRoot.authentication,
          userList: virtualRoot.userList
        },
    chain: chain === null ? [] : chainCertificates(chain),
    trust: chain === null ? [] : CertTrust.namesOf(chain.errorStatus),
    steps,
    users,
    hints: [...hints, ...cures(chain === null ? [] : CertTrust.namesOf(chain.errorStatus), code)],
    changes: changes.map(({ change, decision }) => ({ change, answer: answerOf(decision) }))
  }
}

/** What helps against the bits of a chain, each cure once; where there are none, against the answer. */
export function cures (trust: readonly string[], code: string | null): string[] {
  const byCure = new Map<string, string[]>()
  for (const { name, cure } of wordsOf(trust)) byCure.set(cure, [...byCure.get(cure) ?? [], name])
  if (byCure.size === 0) return curesOf(code)
  return Array.from(byCure, ([cure, names]) => `${names.join(', ')}: ${cure}`)
}

function answerOf ({ code, subStatus, pseudoUser }: Pick<Decision, 'code' | 'subStatus' | 'pseudoUser'>): string {
  if (code !== null) return `${subStatus} ${code}`
  return pseudoUser === null ? 'admitted, as nobody' : `admitted as ${pseudoUser.name}`
}

export function printExplanation (screen: Screen, explanation: Explanation): void {
  const { request, virtualRoot, chain, trust, steps, users, hints, changes } = explanation
  const { bold, green, red } = screen.colors
  screen.paragraph('', bold(`${request.method} ${request.path} at ${printTime(new Date(request.time))}`))
  if (virtualRoot !== null) {
    const { path, permissions, authentication, userList } = virtualRoot
    const list = userList === '' ? '' : `, userList '${userList}'`
    screen.paragraph('  ', `${path}: ${permissions.join(' ')}, authentication ${authentication}${list}`)
  }
  if (chain.length > 0) {
    screen.heading('Certificates')
    printChain(screen, chain, trust)
  }
  screen.heading('Decision')
  for (const step of steps) printStep(screen, step)
  if (users.length > 0) screen.heading('Users')
  for (const user of users) printUser(screen, user)
  screen.line()
  screen.paragraph('', printAnswer(explanation.admitted ? green : red, explanation))
  printList(screen, 'What helps', hints)
  printList(screen, 'Another answer would come', changes.map(({ change, answer }) => `${change}: ${answer}`))
}

function printAnswer (color: (text: string) => string, { admitted, code, subStatus, user }: Explanation): string {
  if (admitted) return color(`Admitted${user === null ? '' : ` as ${user}`}.`)
  return `${color(`Refused: ${subStatus} ${code}.`)} ${answers[code!].message}.`
}

function printStep (screen: Screen, { step, outcome, reason }: Step): void {
  const { dim, green, red } = screen.colors
  const sign = { passed: green('✔'), refused: red('✖'), skipped: dim('-') }[outcome]
  screen.paragraph(`  ${sign} ${step.padEnd('virtualRoot'.length)}  `, outcome === 'skipped' ? dim(reason) : reason)
}

const outcomes: Readonly<Record<UserMatch['outcome'], string>> = {
  matches: 'matches', denies: 'denies', behind: 'matches too, behind that', nearly: 'nearly matches'
}

function printUser (screen: Screen, { name, outcome, reason }: UserMatch): void {
  const { bold, dim, green, red } = screen.colors
  const sign = { matches: green('✔'), denies: red('✖'), behind: dim('-'), nearly: dim('≈') }[outcome]
  screen.paragraph(`  ${sign} `, `${bold(name)} ${outcomes[outcome]}: ${reason}`)
}

export function printList (screen: Screen, heading: string, items: readonly string[]): void {
  if (items.length === 0) return
  screen.heading(heading)
  for (const item of items) screen.paragraph('  • ', item)
}
