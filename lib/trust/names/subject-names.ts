import { DerCursor } from '../der/der-cursor.js'
import { Tag } from '../der/tags.js'
import { readGeneralNames, type GeneralName } from './general-name.js'
import { nameFormOf } from './name-forms.js'
import type { Name } from './name.js'
import { readUtf8String } from './string-types.js'

const EMAIL_ADDRESS = '1.2.840.113549.1.9.1'
/** RFC 9598 §3: an otherName, a UTF8String. */
const SMTP_UTF8_MAILBOX = '1.3.6.1.5.5.7.8.9'
const NONE: readonly never[] = Object.freeze([])

/**
 * All names of a certificate that constraints speak of, by their form (RFC 5280 §4.2.1.10): the subject, unless it is
 * empty; those of the subjectAltName, a SmtpUTF8Mailbox as an rfc822Name too (RFC 9598 §6); and the subject's
 * emailAddress attributes where no rfc822Name is there.
 *
 * - Departure, to the strict side: the RFC leaves emailAddress alone as soon as there is a subjectAltName of any form.
 * - A commonName that looks like a host is no dNSName, as RFC 5280 has it. (OpenSSL judges it as one where there
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
      for (const name of readGeneralNames(new DerCursor(subjectAltName), Tag.SEQUENCE)) {
        this.#add(name)
        if (isSmtpUtf8Mailbox(name)) this.#addMailbox(readUtf8String(name.value))
      }
    }
    if (!this.#byForm.has('rfc822Name')) {
      for (const value of emailAddresses(subject)) this.#addMailbox(value)
    }
  }

  /** `form` as nameFormOf gives it. */
  ofForm (form: string): readonly GeneralName[] {
    return this.#byForm.get(form) ?? NONE
  }

  /** What is no text (`null`) is given as the empty one, which is no mailbox either. */
  #addMailbox (value: string | null): void {
    this.#add({ form: 'rfc822Name', value: value ?? '' })
  }

  #add (name: GeneralName): void {
    const form = nameFormOf(name)
    const names = this.#byForm.get(form)
    if (names === undefined) this.#byForm.set(form, [name])
    else names.push(name)
  }
}

function isSmtpUtf8Mailbox (name: GeneralName): name is Extract<GeneralName, { form: 'otherName' }> {
  return name.form === 'otherName' && name.typeId === SMTP_UTF8_MAILBOX
}

function emailAddresses ({ rdns }: Name): Array<string | null> {
  return rdns.flat().filter(({ type }) => type === EMAIL_ADDRESS).map(({ value }) => value)
}
