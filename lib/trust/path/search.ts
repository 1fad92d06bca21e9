import type { Certificate } from '../certificate/certificate.js'
import type { BudgetLimit } from '../chain.js'
import { lacksParameters } from '../signature/signing-key.js'
import { CertTrust } from '../status.js'
import type { ChainBudget } from './budget.js'
import type { Candidates } from './candidates.js'
import { claimsToBeSelfSigned, sameBytes } from './issuer-match.js'
import { judgePath, type JudgedPath } from './judge.js'
import type { PathContext, PathEnd } from './path.js'
import { isBetter } from './ranking.js'

/** The best path that a search found. */
export interface SearchResult {
  readonly best: JudgedPath
  /** That of the path, and IS_PARTIAL_CHAIN where the budget ended before one without an error was found. */
  readonly errorStatus: number
  readonly budgetExceeded: BudgetLimit | null
}

/** What a search goes by. */
export interface SearchInput {
  readonly candidates: Candidates
  readonly trustAnchors: ReadonlySet<Certificate>
  readonly budget: ChainBudget
  readonly context: PathContext
  /** A limit that kept certificates of the peer from being candidates. */
  readonly oversized: BudgetLimit | null
}

/** Tries the paths from a leaf, depth first, until one has no error or all were tried or the budget ends. */
export function findBestPath (leaf: Certificate, input: SearchInput): SearchResult {
  return new PathSearch(input).from(leaf)
}

class PathSearch {
  readonly #input: SearchInput
  #best: JudgedPath | null = null
  #tried = 0
  /** A limit that ended the search. */
  #ended: BudgetLimit | null = null
  /** A limit that kept one candidate or path from being tried; others were. */
  #passedOver: BudgetLimit | null

  constructor (input: SearchInput) {
    this.#input = input
    this.#passedOver = input.oversized
  }

  from (leaf: Certificate): SearchResult {
    this.#extend([leaf])
    const best = this.#best!
    const exceeded = this.#ended ?? this.#passedOver ?? this.#input.context.signatures.exceeded ?? this.#usedUp()
    const { errorStatus } = best
    if (errorStatus === 0 || exceeded === null) return { best, errorStatus, budgetExceeded: null }
    return { best, errorStatus: errorStatus | CertTrust.IS_PARTIAL_CHAIN, budgetExceeded: exceeded }
  }

  #extend (path: readonly Certificate[]): void {
    const { trustAnchors, candidates, budget } = this.#input
    const last = path.at(-1)!
    if (trustAnchors.has(last)) return this.#record(path, 'trustAnchor')
    const isSelfSigned = claimsToBeSelfSigned(last)
    if (isSelfSigned) this.#record(path, 'selfSigned')
    const named = candidates.issuersOf(last)
    const isNew = (issuer: Certificate): boolean => repeatedIn(path, issuer) === null
    const issuers = named.every(isNew) ? named : named.filter(isNew)
    if (issuers.length === 0) {
      if (!isSelfSigned) this.#recordDeadEnd(path, named)
      return
    }
    if (path.length >= budget.depth) {
      this.#passedOver ??= 'depth'
      return this.#record(path, 'abandoned')
    }
    this.#tryIssuers(path, issuers, isSelfSigned)
  }

  /** An issuer whose key did not sign is a last resort, taken only where there is none whose key did. */
  #tryIssuers (path: readonly Certificate[], issuers: readonly Certificate[], isSelfSigned: boolean): void {
    const { signatures } = this.#input.context
    const last = path.at(-1)!
    const lastResort: Certificate[] = []
    let hasSigner = isSelfSigned && signatures.isSignedBy(last, last)
    for (const issuer of issuers) {
      if (this.#isOver(path)) return
      if (!this.#mayHaveSigned(last, issuer)) {
        lastResort.push(issuer)
        continue
      }
      hasSigner = true
      this.#extend(path.concat(issuer))
    }
    if (hasSigner) return
    for (const issuer of lastResort) {
      if (this.#isOver(path)) return
      this.#extend(path.concat(issuer))
    }
  }

  /** A key without its DSA parameters can be judged only with those of the issuers above it: then the path is. */
  #mayHaveSigned (certificate: Certificate, issuer: Certificate): boolean {
    return lacksParameters(issuer) || this.#input.context.signatures.isSignedBy(certificate, issuer)
  }

  /** Stop searching: the best there is was found, or the budget has ended. */
  #isOver (path: readonly Certificate[]): boolean {
    if (this.#ended !== null || this.#best?.errorStatus === 0) return true
    const { signatures } = this.#input.context
    if (signatures.exceeded === 'signatureChecks') this.#ended = 'signatureChecks'
    else if (this.#tried++ === this.#input.budget.candidates) this.#ended = 'candidates'
    else this.#ended = this.#usedUp()
    if (this.#ended === null) return false
    this.#record(path, 'abandoned')
    return true
  }

  /** What judging a path takes an allowance of. */
  #usedUp (): BudgetLimit | null {
    const { policyNodes, nameConstraints } = this.#input.context
    if (policyNodes.exceeded) return 'policyNodes'
    return nameConstraints.exceeded ? 'nameConstraintComparisons' : null
  }

  #recordDeadEnd (path: readonly Certificate[], named: readonly Certificate[]): void {
    const [repeated] = named.map((issuer) => repeatedIn(path, issuer))
    this.#record(path, repeated === undefined ? 'noIssuer' : 'cyclic', repeated)
  }

  #record (certificates: readonly Certificate[], end: PathEnd, repeated: Certificate | null = null): void {
    const judged = judgePath({ certificates, end, repeated }, this.#input.context)
    if (this.#best === null || isBetter(judged, this.#best)) this.#best = judged
  }
}

/**
 * The certificate of the path that an issuer is, or that has the same name and key: whoever goes on from there could
 * have gone on from the first (RFC 4158 §2.4.2). The leaf is met again only as itself, for a cross-certificate of its
 * key may be what leads to an anchor.
 */
function repeatedIn (path: readonly Certificate[], issuer: Certificate): Certificate | null {
  for (let index = 0; index < path.length; index++) {
    const certificate = path[index]!
    if (certificate === issuer || (index > 0 && haveSameNameAndKey(certificate, issuer))) return certificate
  }
  return null
}

function haveSameNameAndKey (one: Certificate, other: Certificate): boolean {
  return one.subject.key === other.subject.key && sameBytes(one.subjectPublicKeyInfo, other.subjectPublicKeyInfo)
}
