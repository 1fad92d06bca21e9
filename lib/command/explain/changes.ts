import { explainer, type Explain, type ExplainOptions } from '../../access/explain.js'
import type { Decision } from '../../access/decision.js'
import { createSite, type SiteOptions } from '../../site/options.js'
import { plainPathOf, readingsOf } from '../../site/path-readings.js'
import { RouteRules } from '../../site/route-rules.js'
import { CertTrust } from '../../trust/status.js'
import { printTime } from '../output/date.js'
import { siteChanges, type SiteChange } from './site-changes.js'

/** Something that could be otherwise, and the decision that would then be made. */
export interface Change {
  readonly change: string
  readonly decision: Decision
}

/** A request that is not made, at a moment. */
export type Question = ExplainOptions & { readonly time: Date }

const SECOND = 1000
/** Readings of an ambiguous path that are tried. */
const mostPaths = 3

/** Decides for a site that nobody serves. Throws a TypeError for whatever is wrong with it. */
export function explainerOf (options: SiteOptions): Explain {
  const site = createSite(options)
  return explainer(site, new RouteRules(site.virtualRoots))
}

/**
 * What would have to change for another answer: each is decided as it would be, and those that make no difference are
 * left out.
 */
export function changesOf (options: SiteOptions, question: Question, decision: Decision): Change[] {
  const explain = explainerOf(options)
  return [
    ...requestChanges(question, decision).map(([change, other]) => ({ change, decision: explain(other) })),
    ...timeChanges(explain, question, decision),
    ...overrideChanges(options, decision).map(decided(question)),
    ...(decision.admitted ? [] : siteChanges(options, decision)).map(decided(question))
  ].filter(({ decision: other }) => isOther(other, decision))
}

/** The decision of a site that is only thought of. */
function decided (question: Question): (change: SiteChange) => Change {
  return ([change, site]) => ({ change, decision: explainerOf(site)(question) })
}

function isOther (one: Decision, other: Decision): boolean {
  return one.code !== other.code || one.pseudoUser?.name !== other.pseudoUser?.name
}

function requestChanges (question: Question, decision: Decision): Array<[string, Question]> {
  const { method = 'GET', certificate = null, connection } = question
  const otherMethod = ['GET', 'HEAD', 'OPTIONS', 'TRACE'].includes(method.toUpperCase()) ? 'POST' : 'GET'
  const changes: Array<[string, Question]> = [[`with the method ${otherMethod}`, { ...question, method: otherMethod }]]
  if (certificate !== null) changes.push(['without a certificate', { ...question, certificate: null }])
  changes.push(connection?.encrypted === false
    ? ['over TLS', { ...question, connection: {} }]
    : ['over plain HTTP', { ...question, connection: { encrypted: false, cipherBits: 0 } }])
  if (decision.steps.some(({ step, outcome }) => step === 'mapUser' && outcome !== 'skipped')) {
    const mapUser = !decision.admitted
    changes.push([`if mapUser answered ${mapUser}`, { ...question, mapUser }])
  }
  return [...changes, ...pathChanges(question, decision)]
}

/** Paths that can be read in one way only, of those that an ambiguous one may stand for. */
function pathChanges (question: Question, { code }: Decision): Array<[string, Question]> {
  if (code !== 'FST_CE_AMBIGUOUS_PATH') return []
  const readings = new Set(readingsOf(question.path))
  const plain = [...readings].filter((path) => path !== null && plainPathOf(path) === path)
  return plain.slice(0, mostPaths).map((path) => [`with the path ${path}`, { ...question, path: path! }])
}

/** The nearest moments, before and after, at which a certificate begins or ends and the answer is another one. */
function timeChanges (explain: Explain, question: Question, decision: Decision): Change[] {
  const now = question.time.getTime()
  const moments = (decision.chain?.elements ?? [])
    .flatMap(({ certificate: { notBefore, notAfter } }) => [notBefore - SECOND, notBefore, notAfter, notAfter + SECOND])
    .sort((a, b) => Math.abs(a - now) - Math.abs(b - now))
  return [moments.filter((moment) => moment < now), moments.filter((moment) => moment > now)].flatMap((side) => {
    const changes = side.map((moment) => {
      return { change: `at ${printTime(moment)}`, decision: explain({ ...question, time: new Date(moment) }) }
    })
    return changes.filter((change) => isOther(change.decision, decision)).slice(0, 1)
  })
}

/** What is admitted only because something is forgiven. */
function overrideChanges ({ certTrustOverride = 0, ...options }: SiteOptions, { chain }: Decision): SiteChange[] {
  const forgiven = (chain?.errorStatus ?? 0) & certTrustOverride
  return forgiven === 0 ? [] : [[`without certTrustOverride ${CertTrust.namesOf(forgiven).join(', ')}`, options]]
}
