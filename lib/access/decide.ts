import { answers, type ErrorCode } from '../errors.js'
import type { Acquisition } from '../site/acquisition.js'
import type { Site } from '../site/options.js'
import { AMBIGUOUS, type Governing, type VirtualRoot } from '../site/virtual-roots.js'
import type { CertificateChain } from '../trust/chain.js'
import { certificate } from './certificate-check.js'
import { access, host, mapping, permissions, transport, trust } from './checks.js'
import type { Decision, MappedUser, Step, StepName } from './decision.js'
import { mapUser, type MapUserAnswer } from './map-user.js'

/** What a connection says of itself: facts of the socket, never of headers. */
export interface ConnectionFacts {
  readonly encrypted: boolean
  /** Strength of the cipher in bits; 0 without TLS. */
  readonly cipherBits: number
  /** The host that the client named in the handshake (SNI), lower case; `null` if none. */
  readonly serverName: string | null
  /**
   * Whether the client was asked for its certificate in the handshake, where the server asks by host name
   * (`createServer`); `null` where it does not.
   */
  readonly asked: boolean | null
  /** The host that the request is for, lower case, without port; `null` if none. */
  readonly host: string | null
  /** The port that the request is for; `null` if its Host names none. */
  readonly port: string | null
  /** What came of asking the client in the middle of the connection; `null`: that was not tried. */
  readonly acquisition: Acquisition | null
}

/** What is known of a request when it is decided. */
export interface Facts {
  readonly method: string
  /** The request target: the path, with its query. */
  readonly target: string
  readonly connection: ConnectionFacts
  /** The verified chain of the client's certificate; `null` if the root asks for none or none came. */
  readonly chain: CertificateChain | null
  /** What the site's `mapUser` has answered; `null`: it was not asked. */
  readonly mapUserAnswer: MapUserAnswer | null
  /** Whether the request has not yet waited for what the site's `revocationSources` say of the certificate. */
  readonly awaitsRevocation: boolean
}

/** What one check found. A code refuses; `skipped`: the virtual root does not ask for the check. */
export interface Finding extends Omit<Step, 'step' | 'outcome'> {
  readonly code?: ErrorCode
  readonly skipped?: true
  readonly user?: MappedUser | null
  readonly location?: string
}

/** A check sees the site, the root, the request, and the user whom an earlier check has found. */
export type Check = (site: Site, root: VirtualRoot, facts: Facts, user: MappedUser | null) => Finding

/** The order is behaviour.md 2: nothing is read from a certificate before it is trusted. */
const checks: ReadonlyArray<readonly [StepName, Check]> = [
  ['transport', transport],
  ['host', host],
  ['certificate', certificate],
  ['trust', trust],
  ['mapping', mapping],
  ['access', access],
  ['permissions', permissions]
]

/** Where the site has its own word too. */
const checksWithMapUser: typeof checks = [...checks, ['mapUser', mapUser]]

const nothing = { virtualRoot: null, pseudoUser: null, chain: null, location: null } as const

/**
 * Decides one request: a pure function of its arguments.
 *
 * @param root what governs the path: `null` if nothing does, AMBIGUOUS if its readings disagree
 */
export function decide (site: Site, root: Governing, facts: Facts): Decision {
  if (root === AMBIGUOUS) return refuse('FST_CE_AMBIGUOUS_PATH', 'readings of the path fall in different virtual roots')
  if (root === null) {
    const step = virtualRootStep('skipped', 'no virtual root governs the path')
    return conclude(null, { ...nothing, steps: [step] })
  }
  const steps = [virtualRootStep('passed', `${root.path} governs the path`)]
  let user: MappedUser | null = null

  for (const [step, check] of site.mapUser === null ? checks : checksWithMapUser) {
    const { code, skipped, user: found, location = null, inputs, reason } = check(site, root, facts, user)
    const outcome = code !== undefined ? 'refused' : skipped === true ? 'skipped' : 'passed'
    steps.push({ step, inputs, outcome, reason })
    const { chain } = facts
    if (code !== undefined) return conclude(code, { virtualRoot: root, pseudoUser: user, chain, location, steps })
    if (found !== undefined) user = found
  }
  return conclude(null, { virtualRoot: root, pseudoUser: user, chain: facts.chain, location: null, steps })
}

/** The decision where not even the virtual root is known. */
export function refuse (code: ErrorCode, reason: string): Decision {
  const steps = [virtualRootStep('refused', reason)]
  return conclude(code, { ...nothing, steps })
}

function virtualRootStep (outcome: Step['outcome'], reason: string): Step {
  return { step: 'virtualRoot', inputs: {}, outcome, reason }
}

function conclude (
  code: ErrorCode | null, found: Pick<Decision, 'virtualRoot' | 'pseudoUser' | 'chain' | 'location' | 'steps'>
): Decision {
  const { statusCode, subStatus } = code === null ? { statusCode: null, subStatus: null } : answers[code]
  return { admitted: code === null, code, statusCode, subStatus, ...found }
}
