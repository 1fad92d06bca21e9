import { explainer, type Explain, type ExplainOptions } from '../../access/explain.js'
import type { Decision } from '../../access/decision.js'
import { unforgivenBits } from '../../access/client-chain.js'
import { UrlFlags } from '../../site/flags.js'
import { foldCase } from '../../site/names.js'
import { createSite, type SiteOptions } from '../../site/options.js'
import { RouteRules } from '../../site/route-rules.js'
import type { VirtualRootOptions } from '../../site/virtual-roots.js'
import { CertTrust } from '../../trust/status.js'
import { userEntries } from '../check/user-entries.js'
import { printTime } from '../output/date.js'

/** Something that could be otherwise, and the decision that would then be made. */
export interface Change {
  readonly change: string
  readonly decision: Decision
}

/** A request that is not made, at a moment. */
export type Question = ExplainOptions & { readonly time: Date }

const SECOND = 1000

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
    ...requestChanges(question).map(([change, other]) => ({ change, decision: explain(other) })),
    ...timeChanges(explain, question, decision),
    ...siteChanges(options, decision).map(([change, other]) => ({ change, decision: explainerOf(other)(question) }))
  ].filter(({ decision: other }) => isOther(other, decision))
}

function isOther (one: Decision, other: Decision): boolean {
  return one.code !== other.code || one.pseudoUser?.name !== other.pseudoUser?.name
}

function requestChanges (question: Question): Array<[string, Question]> {
  const { method = 'GET', certificate = null, connection } = question
  const otherMethod = ['GET', 'HEAD', 'OPTIONS', 'TRACE'].includes(method.toUpperCase()) ? 'POST' : 'GET'
  const changes: Array<[string, Question]> = [[`with the method ${otherMethod}`, { ...question, method: otherMethod }]]
  if (certificate !== null) changes.push(['without a certificate', { ...question, certificate: null }])
  changes.push(connection?.encrypted === false
    ? ['over TLS', { ...question, connection: {} }]
    : ['over plain HTTP', { ...question, connection: { encrypted: false, cipherBits: 0 } }])
  return changes
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

/** What the operator could write otherwise, for the step that refused. */
function siteChanges (options: SiteOptions, decision: Decision): Array<[string, SiteOptions]> {
  const refusing = decision.code === null ? null : decision.steps.at(-1)!.step
  switch (refusing) {
    case 'trust': return overrideChanges(options, decision)
    case 'mapping': return userChanges(options, decision)
    case 'access': return accessChanges(options, decision)
    case 'permissions': return permissionChanges(options, decision)
    default: return []
  }
}

function overrideChanges (options: SiteOptions, { chain }: Decision): Array<[string, SiteOptions]> {
  const { certTrustOverride = 0 } = options
  const bits = unforgivenBits({ certTrustOverride }, chain!)
  const override = (certTrustOverride | bits) >>> 0
  return [[
    `with certTrustOverride ${CertTrust.namesOf(bits).join(', ')} (0x${override.toString(16)}): a last resort`,
    { ...options, certTrustOverride: override }
  ]]
}

function userChanges (options: SiteOptions, { chain, virtualRoot }: Decision): Array<[string, SiteOptions]> {
  const { certificate: { issuer, serialNumber } } = chain!.elements[0]!
  const user = { ...(issuer.commonName !== null && { issuerCN: issuer.commonName }), serialNumber }
  const entry = Object.entries(user).map(([key, value]) => `${key}: '${value}'`).join(', ')
  const { path, userList } = virtualRoot!
  const name = freeName(options)
  const mapped = { ...options, users: [...userEntries(options), [name, user] as const] }
  return [
    [`with a user { ${entry} }`, mapped],
    [`with such a user, and first in the userList of ${path}`,
      withRoot(mapped, path, { userList: `${name};${userList}` })]
  ]
}

/** A name that nobody has, for a user who is only thought of. */
function freeName (options: SiteOptions): string {
  const names = new Set(userEntries(options).map(([name]) => foldCase(name)))
  let number = 1
  while (names.has(`someone ${number}`)) number++
  return `someone ${number}`
}

function accessChanges (options: SiteOptions, { virtualRoot, pseudoUser }: Decision): Array<[string, SiteOptions]> {
  const { name } = pseudoUser!
  const { adminUsers = '' } = options
  return [
    [`with ${name} first in the userList of ${virtualRoot!.path}`, withRoot(options, virtualRoot!.path, {
      userList: `${name};${virtualRoot!.userList}`
    })],
    [`with ${name} in adminUsers`, { ...options, adminUsers: `${name};${adminUsers}` }],
    [`with authentication 1 at ${virtualRoot!.path}`, withRoot(options, virtualRoot!.path, { authentication: 1 })]
  ]
}

function permissionChanges (options: SiteOptions, { virtualRoot }: Decision): Array<[string, SiteOptions]> {
  const { path, permissions } = virtualRoot!
  return (['READ', 'WRITE', 'EXECUTE'] as const).map((flag) => {
    const other = { permissions: permissions | UrlFlags[flag] }
    return [`with ${flag} in the permissions of ${path}`, withRoot(options, path, other)]
  })
}

function withRoot (options: SiteOptions, path: string, changes: VirtualRootOptions): SiteOptions {
  const isThis = (prefix: string): boolean => prefix.replace(/(?<=.)\/$/, '') === path
  return {
    ...options,
    virtualRoots: Object.fromEntries(Object.entries(options.virtualRoots).map(([prefix, root]) => {
      return [prefix, isThis(prefix) ? { ...root, ...changes } : root]
    }))
  }
}
