import type { SiteOptions } from '../../site/options.js'
import { attempt } from '../attempt.js'
import { CommandError, ExitStatus, type Context } from '../context.js'
import { Screen } from '../output/screen.js'
import { readSiteFile } from '../site-file/site-file.js'
import type { SiteFileOptions } from '../site-file/site-file-options.js'
import { changesOf, explainerOf, type Question } from './changes.js'
import { readLoggedDecision } from './log-line.js'
import { printLoggedDecision } from './logged.js'
import { nearUsers } from './near-users.js'
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
  const question = await questionOf(options, context)
  const decision = explainerOf(site)(question)
  const { path: target, method = 'GET', time } = question
  const leaf = decision.steps.at(-1)!.step === 'mapping' ? decision.chain?.elements[0]?.certificate : undefined
  const hints = leaf === undefined || decision.admitted
    ? []
    : nearUsers(site, { issuerCN: leaf.issuer.commonName, serialNumber: leaf.serialNumber })
  const explanation = explanationOf(
    { method: method.toUpperCase(), path: target, time }, decision, changesOf(site, question, decision), hints)
  if (options.json) screen.json(explanation)
  else printExplanation(screen, explanation)
  return decision.admitted ? ExitStatus.GOOD : ExitStatus.BAD
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
