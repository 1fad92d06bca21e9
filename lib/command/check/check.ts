import { startUpReport, type StartUpReport } from '../../access/start-up-report.js'
import type { Site, SiteOptions } from '../../site/options.js'
import { optionWarnings } from '../../site/warnings.js'
import { ExitStatus, type Context } from '../context.js'
import { FileFault } from '../file-fault.js'
import type { Finding } from '../output/finding.js'
import { Screen } from '../output/screen.js'
import { readSiteFile, type SiteFile } from '../site-file/site-file.js'
import type { SiteFileOptions } from '../site-file/site-file-options.js'
import { entrantFindings } from './entrants.js'
import { expiryFindings, type Horizon } from './expiry.js'
import { inspectOptions } from './inspect-options.js'
import { mappingFindings } from './mapping.js'
import { revocationFindings } from './revocation.js'
import { shadowedUsers } from './shadows.js'
import { count, printVerdict, summarize, type Verdict } from './report.js'

/** What `check` can be told. */
export interface CheckOptions extends SiteFileOptions {
  readonly days: number
  readonly at?: Date
  readonly json?: true
}

/** Says all that is wrong with a site, or dangerous. */
export async function check (context: Context, path: string, options: CheckOptions): Promise<number> {
  const verdict = await verdictOf(path, options, options.at ?? context.clock())
  const screen = new Screen(context)
  if (options.json) screen.json(verdict)
  else printVerdict(screen, verdict)
  return count(verdict.findings, 'error') > 0 ? ExitStatus.BAD : ExitStatus.GOOD
}

async function verdictOf (path: string, options: CheckOptions, time: Date): Promise<Verdict> {
  try {
    return inspect(path, await readSiteFile(path, options), { time, days: options.days })
  } catch (error) {
    if (!(error instanceof FileFault)) throw error
    const { complaint, place } = error
    const findings = [{ severity: 'error' as const, message: complaint, place }]
    return { site: path, findings, virtualRoots: [], clients: null }
  }
}

function inspect (site: string, { options, places, findings }: SiteFile, horizon: Horizon): Verdict {
  const { errors, sound, parts } = inspectOptions(options)
  const shadowed = shadowedUsers(sound)
  const people = { ...parts, shadowed }
  const found: Finding[] = [
    ...findings,
    ...errors.map((message) => places.finding('error', withAdvice(message, options))),
    ...optionWarnings(parts).map((message) => places.finding('warning', message)),
    ...entrantFindings(sound, people, places),
    ...mappingFindings(sound, parts, shadowed, places, horizon),
    ...revocationFindings(sound, parts, places),
    ...expiryFindings(sound, places, horizon)
  ]
  found.sort(bySeverityAndPlace)
  return { site, findings: found, virtualRoots: summarize(sound, people), clients: meetings(parts) }
}

/** As on a server that `httpsOptions` or `createServer` has set up, with HTTP/2. */
function meetings (site: Omit<Site, 'warnings'>): StartUpReport {
  const { acquire, certificateHost } = site
  const isRenegotiated = acquire === 'renegotiate'
  return startUpReport({ ...site, warnings: [] }, {
    asks: certificateHost !== null ? 'certificateHost' : isRenegotiated ? 'nobody' : 'everyone',
    tlsVersions: isRenegotiated && certificateHost === null ? ['TLSv1.2'] : ['TLSv1.2', 'TLSv1.3'],
    httpVersions: ['HTTP/1.1', 'HTTP/2']
  })
}

/** Files of other kinds than modules have no place for certificates, or name them. */
function withAdvice (message: string, { trustAnchors }: SiteOptions): string {
  return trustAnchors === undefined && message.startsWith('trustAnchors: ') ? `${message} (--anchors FILE)` : message
}

function bySeverityAndPlace (one: Finding, other: Finding): number {
  return one.severity.localeCompare(other.severity) || one.place.file.localeCompare(other.place.file) ||
    (one.place.line ?? 0) - (other.place.line ?? 0)
}
