import type { Decision } from '../access/decision.js'
import type { CertificateChain } from '../trust/chain.js'
import { CertTrust } from '../trust/status.js'

/**
 * What the log says of a decision: everything that the client is not told. `toJSON` runs only where the line is really
 * written.
 */
export class DecisionLine {
  readonly #decision: Decision

  constructor (decision: Decision) {
    this.#decision = decision
  }

  toJSON (): object {
    const { code, subStatus, virtualRoot, pseudoUser, chain, steps } = this.#decision
    const last = steps.at(-1)
    return {
      code,
      subStatus,
      virtualRoot: virtualRoot?.path ?? null,
      step: last?.step,
      reason: last?.reason,
      user: pseudoUser?.name ?? null,
      ...chain === null ? {} : describeChain(chain)
    }
  }
}

/** Characters of a name or number that are shown: clients choose them, and must not choose how long the log is. */
const shown = 256

function cut (text: string | undefined): string | null {
  if (text === undefined) return null
  return text.length > shown ? `${text.slice(0, shown)}…` : text
}

function describeChain ({ errorStatus, budgetExceeded, elements }: CertificateChain): object {
  const leaf = elements[0]?.certificate
  return {
    issuer: cut(leaf?.issuer.toString()),
    subject: cut(leaf?.subject.toString()),
    serialNumber: cut(leaf?.serialNumber),
    fingerprint256: leaf?.fingerprint256 ?? null,
    trust: CertTrust.namesOf(errorStatus),
    budgetExceeded,
    chain: elements.map(({ certificate, errorStatus, revocation }) => ({
      subject: cut(certificate.subject.toString()),
      trust: CertTrust.namesOf(errorStatus),
      ...revocation === null ? {} : { revocation: { ...revocation, time: new Date(revocation.time) } }
    }))
  }
}
