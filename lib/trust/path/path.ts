import type { Certificate } from '../certificate/certificate.js'
import type { PathPolicies } from '../policy/path-policies.js'
import type { PolicyInputs } from '../policy/policy-inputs.js'
import type { SigningKey } from '../signature/signing-key.js'
import type { SignatureStrength } from '../signature/weakness.js'
import type { RevocationMode } from '../chain-options.js'
import type { RevocationAnswers } from '../revocation/revocation-answer.js'
import type { Allowance } from './allowance.js'
import type { DistrustList } from './distrust-list.js'
import type { NameConstraintChecks } from './name-constraint-checks.js'
import type { SignatureChecks } from './signature-checks.js'

/** Why a path goes no further. */
export type PathEnd =
  /** Its last certificate is an anchor. */
  | 'trustAnchor'
  /** Its last certificate is self-signed and no anchor. */
  | 'selfSigned'
  /** No certificate bears the name of the issuer. */
  | 'noIssuer'
  /** All that bear the name of the issuer are in the path already. */
  | 'cyclic'
  /** The budget ended. */
  | 'abandoned'

/** A path that was found; nothing is said about its validity. */
export interface Path {
  /** From the leaf to the root. */
  readonly certificates: readonly Certificate[]
  readonly end: PathEnd
  /** Where a cyclic path meets itself. */
  readonly repeated: Certificate | null
}

/** What a path is judged by. */
export interface PathContext extends PolicyInputs {
  /** Milliseconds since 1970. */
  readonly time: number
  /** OID of the key purpose; null = any. */
  readonly usage: string | null
  readonly strength: SignatureStrength
  readonly timeNesting: boolean
  readonly revocation: RevocationMode
  readonly revocationAnswers: RevocationAnswers
  readonly distrusted: DistrustList
  readonly signatures: SignatureChecks
  readonly nameConstraints: NameConstraintChecks
  /** Nodes of policy graphs. */
  readonly policyNodes: Allowance
}

/** A certificate in its place in a path. */
export interface PathElement {
  readonly path: Path
  /** 0 = the leaf. */
  readonly index: number
  readonly certificate: Certificate
  /** Its key, with the DSA parameters that it inherits. */
  readonly key: SigningKey
  /** The certificate above; itself where the path ends in a self-signed one; null where no issuer is known. */
  readonly issuer: Certificate | null
  readonly issuerKey: SigningKey | null
  /** The element above; null for the last one. */
  readonly above: PathElement | null
  readonly isTrustAnchor: boolean
  /** Of the whole path. */
  readonly policies: PathPolicies
}

/** One check of a path: gives the CertTrust bits of one of its elements. */
export type PathCheck = (element: PathElement, context: PathContext) => number
