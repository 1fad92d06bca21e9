import type { Certificate } from '../certificate/certificate.js'
import type { Name } from '../names/name.js'

/** Certificates by their subject, where issuers are looked for (RFC 5280 §6.1.3(a)(4), §7.1). */
export class CertificatePool {
  readonly #bySubject = new Map<string, Set<Certificate>>()

  constructor (certificates: Iterable<Certificate>) {
    for (const certificate of certificates) {
      const namesakes = this.#bySubject.get(certificate.subject.key)
      if (namesakes === undefined) this.#bySubject.set(certificate.subject.key, new Set([certificate]))
      else namesakes.add(certificate)
    }
  }

  /** Those with that subject, in the order in which they were given. */
  named (name: Name): Iterable<Certificate> {
    return this.#bySubject.get(name.key) ?? []
  }
}
