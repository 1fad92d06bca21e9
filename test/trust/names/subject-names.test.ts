import t from 'tap'
import { Name } from '../../../lib/trust/names/name.js'
import { SubjectNames } from '../../../lib/trust/names/subject-names.js'
import { commonName, element, name, objectIdentifier, sequence, text, utf8 } from '../../support/der.js'

const EMAIL_ADDRESS = '1.2.840.113549.1.9.1'
const COMMON_NAME = '2.5.4.3'
const SMTP_UTF8_MAILBOX = '1.3.6.1.5.5.7.8.9'
const alice = name([COMMON_NAME, utf8('host.example.org')], [EMAIL_ADDRESS, text(0x16, 'alice@example.org')])
const otherName = (typeId: string, value: Buffer): Buffer =>
  element(0xa0, objectIdentifier(typeId), element(0xa0, value))

function namesOf (subject: Buffer, ...alternatives: Buffer[]): SubjectNames {
  return new SubjectNames(Name.decode(subject), alternatives.length > 0 ? sequence(...alternatives) : null)
}

function valuesOf (names: SubjectNames, form: string): unknown[] {
  return names.ofForm(form).map(({ value }) => value)
}

t.test('the subject is a directoryName, beside those of the subjectAltName', async (t) => {
  const names = namesOf(commonName('a'), element(0xa4, commonName('b')), text(0x82, 'a.example.org'))
  t.same(valuesOf(names, 'directoryName'), [Name.decode(commonName('a')), Name.decode(commonName('b'))])
  t.strictSame(valuesOf(names, 'dNSName'), ['a.example.org'])
  t.ok(names.areComplete)
})

t.test('an empty subject is no name', async (t) => {
  t.strictSame(namesOf(name()).ofForm('directoryName'), [])
})

t.test('a commonName is no dNSName', async (t) => {
  t.strictSame(namesOf(alice).ofForm('dNSName'), [])
})

t.test('emailAddress counts where there is no rfc822Name', async (t) => {
  t.strictSame(valuesOf(namesOf(alice), 'rfc822Name'), ['alice@example.org'])
  t.strictSame(valuesOf(namesOf(alice, text(0x82, 'example.org')), 'rfc822Name'), ['alice@example.org'])
  t.strictSame(valuesOf(namesOf(alice, text(0x81, 'bob@example.org')), 'rfc822Name'), ['bob@example.org'])
})

t.test('every emailAddress counts, also one that is no text', async (t) => {
  const subject = name([EMAIL_ADDRESS, utf8('a@example.org')], [EMAIL_ADDRESS, element(0x16, 'fc')])
  t.strictSame(valuesOf(namesOf(subject), 'rfc822Name'), ['a@example.org', ''])
})

t.test('a SmtpUTF8Mailbox is an rfc822Name besides', async (t) => {
  const names = namesOf(commonName('a'),
    otherName(SMTP_UTF8_MAILBOX, utf8('jürgen@example.org')),
    otherName(SMTP_UTF8_MAILBOX, text(0x16, 'alice@example.org')),
    otherName('1.2.3', utf8('bob@example.org')))
  t.strictSame(valuesOf(names, 'rfc822Name'), ['jürgen@example.org', ''])
  t.equal(names.ofForm(SMTP_UTF8_MAILBOX).length, 2)
  t.equal(names.ofForm('1.2.3').length, 1)
})

t.test('a subjectAltName that can not be read leaves the names incomplete', async (t) => {
  const names = new SubjectNames(Name.decode(alice), new Uint8Array(0))
  t.notOk(names.areComplete)
  t.strictSame(valuesOf(names, 'rfc822Name'), ['alice@example.org'])
})
