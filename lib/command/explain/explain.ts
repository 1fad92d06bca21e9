import type { SiteOptions } from '../../site/options.js'
import type { Decision } from '../../access/decision.js'
import { attempt } from '../attempt.js'
import { CommandError, ExitStatus, type Context } from '../context.js'
import { Screen } from '../output/screen.js'
import { readSiteFile } from '../site-file/site-file.js'
import type { SiteFileOptions } from '../site-file/site-file-options.js'
import { matchingUsers, type UserMatch } from '../users/matching.js'
import { askedUser, type AskedUser } from './asked-user.js'
import { changesOf, explainerOf, type Question } from './changes.js'
import { readLoggedDecision } from './log-line.js'
import { printLoggedDecision } from './logged.js'
import { fileCertificates, readPresented, type PassphraseOptions } from './presented.js'
import { readNamedFile } from '../files.js'
import { explanationOf, printExplanation } from './report.js'

/** What `explain` can be told. */
export interface ExplainVerbOptions extends SiteFileOptions, PassphraseOptions {
  readonly path?: string
  readonly method: string
  readonly cert?: string
  readonly chain?: readonly string[]
  readonly at?: Date
  /** Plain HTTP. */
  readonly plain?: true
  /** Ask the site's `mapUser`. */
  readonly ask?: true
  readonly log?: string
  readonly json?: true
}

/** Explains the decision of a request that is not made, or of one that a log tells of. */
export async function explain (context: Context, path: string, options: ExplainVerbOptions): Promise<number> {
  const site = await soundSite(path, options)
  const screen = new Screen(context)
  if (options.log !== undefined) {
    if (options.path !== undefined || options.cert !== undefined) {
      throw new CommandError('--log tells of a request that was made: leave out --path and --cert')
    }
    return printLoggedDecision(screen, site, await readLoggedDecision(options.log, context), options.json === true)
  }
  const asked = await questionOf(options, context)
  const answer = options.ask === true ? await answerOfSite(site, asked) : null
  const question = answer === null ? asked : { ...asked, mapUser: answer.allowed }
  const decision = explainerOf(site)(question)
  const { path: target, method = 'GET', time } = question
  const explanation = explanationOf({ method: method.toUpperCase(), path: target, time }, decision, {
    users: usersOf(site, decision),
    hints: answer === null ? [] : [answer.said],
    changes: changesOf(site, question, decision)
  })
  if (options.json) screen.json(explanation)
  else printExplanation(screen, explanation)
  return decision.admitted ? ExitStatus.GOOD : ExitStatus.BAD
}

async function answerOfSite (site: SiteOptions, question: Question): Promise<AskedUser | null> {
  if (site.mapUser === undefined) throw new CommandError('--ask: the site has no mapUser')
  return askedUser(site, question)
}

/** Those whom the certificate matches, where the decision has come to look for them. */
function usersOf (site: SiteOptions, { chain, steps }: Decision): UserMatch[] {
  const isMapped = steps.some(({ step, outcome }) => step === 'mapping' && outcome !== 'skipped')
  return isMapped ? matchingUsers(site, chain!.elements[0]!.certificate) : []
}

/** @throws CommandError for a site that has errors: `check` tells all of them */
async function soundSite (path: string, options: SiteFileOptions): Promise<SiteOptions> {
  const { options: site, findings } = await readSiteFile(path, options)
  const outcome = attempt(() => explainerOf(site))
  const complaint = findings.find(({ severity }) => severity === 'error')?.message ??
    ('complaint' in outcome ? outcome.complaint : undefined)
  if (complaint !== undefined) throw new CommandError(`${path}: ${complaint} (ce-cert-auth check tells more)`)
  return site
}

async function questionOf (options: ExplainVerbOptions, { clock }: Context): Promise<Question> {
  const { path, method, cert, chain = [], at = clock(), plain } = options
  if (path === undefined) throw new CommandError('give the path of a request with --path, or a log with --log')
  if (!path.startsWith('/')) throw new CommandError(`--path: '${path}' does not begin with '/'`)
  const presented = cert === undefined ? null : await readPresented(cert, options)
  const files = await Promise.all(chain.map(async (file) => fileCertificates(file, await readNamedFile(file))))
  return {
    path,
    method,
    time: at,
    ...(plain && { connection: { encrypted: false, cipherBits: 0 } }),
    ...(presented !== null && { certificate: presented.leaf, chain: [...presented.intermediates, ...files.flat()] })
  }
}
