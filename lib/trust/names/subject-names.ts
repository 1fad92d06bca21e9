import { DerCursor } from '../der/der-cursor.js'
import { Tag } from '../der/tags.js'
import { readGeneralNames, type GeneralName } from './general-name.js'
import { nameFormOf } from './name-forms.js'
import type { Name } from './name.js'

const EMAIL_ADDRESS = '1.2.840.113549.1.9.1'
const NONE: readonly never[] = Object.freeze([])

/**
 * All names of a certificate that constraints speak of, by their form (RFC 5280 §4.2.1.10): the subject, unless it is
 * empty; those of the subjectAltName; and the subject's emailAddress attributes where no rfc822Name is there.
 *
 * - Departure, to the strict side: the RFC leaves emailAddress alone as soon as there is a subjectAltName of any form.
 * - A commonName that looks like a host is no dNSName, as RFC 5280 and Windows have it. (OpenSSL judges it where there
 *   is no dNSName, for its servers may be known by it; nothing here is.)
 */
export class SubjectNames {
  /** False: there is a subjectAltName that can't be read. */
  readonly areComplete: boolean
  readonly #byForm = new Map<string, GeneralName[]>()

  /** `subjectAltName` is as in Certificate. */
  constructor (subject: Name, subjectAltName: Uint8Array | null) {
    this.areComplete = subjectAltName?.length !== 0
    if (!subject.isEmpty) this.#add({ form: 'directoryName', value: subject })
    if (subjectAltName !== null && this.areComplete) {
      for (const name of readGeneralNames(new DerCursor(subjectAltName), Tag.SEQUENCE)) this.#add(name)
    }
    if (!this.#byForm.has('rfc822Name')) {
      for (const value of emailAddresses(subject)) this.#add({ form: 'rfc822Name', value })
    }
  }

  /** `form` as nameFormOf gives it. */
  ofForm (form: string): readonly GeneralName[] {
    return this.#byForm.get(form) ?? NONE
  }

  #add (name: GeneralName): void {
    const form = nameFormOf(name)
    const names = this.#byForm.get(form)
    if (names === undefined) this.#byForm.set(form, [name])
    else names.push(name)
  }
}

/** One that is no text is given as the empty one, which is no mailbox either. */
function emailAddresses (subject: Name): string[] {
  return subject.rdns.flatMap((attributes) => attributes.flatMap(({ type, value }) =>
    type === EMAIL_ADDRESS ? [value ?? ''] : []))
}
