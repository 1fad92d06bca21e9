import type { SiteOptions } from '../../site/options.js'
import { UrlFlags } from '../../site/flags.js'
import { VirtualRoots } from '../../site/virtual-roots.js'
import { ExitStatus } from '../context.js'
import { printTime } from '../output/date.js'
import type { Screen } from '../output/screen.js'
import { printChain } from './chain-tree.js'
import type { LoggedDecision } from './log-line.js'
import { nearUsers } from './near-users.js'
import { cures, printList } from './report.js'

const MAP_USER = 'the site\'s own mapUser refused; if it failed, a line before this one says why'

/**
 * Explains a decision that was logged, beside what the site says now. A log has no certificate in it, so nothing is
 * decided anew.
 *
 * @returns the exit status
 */
export function printLoggedDecision (
  screen: Screen, site: SiteOptions, logged: LoggedDecision, asJson: boolean
): number {
  const { code, subStatus, virtualRoot, step, reason, user, issuer, serialNumber, fingerprint256, trust, chain, time } =
    logged
  const hints = [
    ...step === 'mapping' && serialNumber !== null ? nearUsers(site, { serialNumber, fingerprint256 }) : [],
    ...step === 'mapUser' && code !== null ? [MAP_USER] : [],
    ...cures(trust, code)
  ]
  if (asJson) {
    screen.json({ ...logged, hints })
    return statusOf(logged)
  }
  const { bold, green, red } = screen.colors
  screen.paragraph('', bold(time === null ? 'A logged decision' : `The decision logged at ${printTime(time)}`))
  if (virtualRoot !== null) screen.paragraph('  ', describeRoot(site, virtualRoot))
  if (chain.length > 0) {
    screen.heading('Certificates')
    printChain(screen, chain, trust)
    if (issuer !== null) screen.paragraph('  ', `issued by ${issuer}, serial ${serialNumber}`)
  }
  screen.heading('Decision')
  screen.paragraph(`  ${code === null ? green('✔') : red('✖')} ${step}  `, reason)
  screen.line()
  screen.line(code === null
    ? green(`Admitted${user === null ? '' : ` as ${user}`}.`)
    : red(`Refused: ${subStatus} ${code}.`))
  printList(screen, 'What helps', hints)
  return statusOf(logged)
}

function statusOf ({ code }: LoggedDecision): number {
  return code === null ? ExitStatus.GOOD : ExitStatus.BAD
}

function describeRoot ({ virtualRoots }: SiteOptions, path: string): string {
  const root = new VirtualRoots(virtualRoots).find(path)
  if (root === null) return `${path}: the site has no such virtual root now`
  const { permissions, authentication, userList } = root
  return `${root.path}: ${UrlFlags.namesOf(permissions).join(' ')}, authentication ${authentication}` +
    (userList === '' ? '' : `, userList '${userList}'`)
}
