import type { Certificate } from '../certificate/certificate.js'
import type { Name } from '../names/name.js'

const NOBODY: readonly never[] = Object.freeze([])

/** Certificates by their subject, where issuers are looked for (RFC 5280 §6.1.3(a)(4), §7.1). */
export class CertificatePool {
  readonly #bySubject = new Map<string, Certificate[]>()
  /** The subjects by their spelling: CAs write their names into what they issue as they stand in their own. */
  readonly #spellings = new Map<string, Name>()

  constructor (certificates: Iterable<Certificate>) {
    for (const certificate of new Set(certificates)) {
      const { subject } = certificate
      const namesakes = this.#bySubject.get(subject.key)
      if (namesakes === undefined) this.#bySubject.set(subject.key, [certificate])
      else namesakes.push(certificate)
      this.#spellings.set(subject.spelling, subject)
    }
  }

  /** A subject that is spelt so: what it is compared by is known already. */
  spelt (spelling: string): Name | undefined {
    return this.#spellings.get(spelling)
  }

  /** Those with that subject, in the order in which they were given, each once. */
  named (name: Name): readonly Certificate[] {
    // Without any, the name need not be decoded
    return this.#bySubject.size === 0 ? NOBODY : this.#bySubject.get(name.key) ?? NOBODY
  }
}
