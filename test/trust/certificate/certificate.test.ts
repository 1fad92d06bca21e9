import { createHash, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { Certificate } from '../../../lib/trust/certificate/certificate.js'
import { DerError } from '../../../lib/trust/der/der-error.js'
import { CertTrust } from '../../../lib/trust/status.js'
import {
  bitString, certificate, commonName, ecdsaWithSha256, ed25519Key, element, extension, integer, objectIdentifier,
  octets, sequence, text, TRUE, type CertificateParts
} from '../../support/der.js'

const unrecognized = sequence(objectIdentifier('1.2.840.113549.1.1.11'), octets('0500'))

t.test('a certificate is read into a flat record', async (t) => {
  const der = certificate({ extensionList: sequence(extension('2.5.29.19', sequence(TRUE), TRUE)) })
  const decoded = Certificate.decode(der)
  t.strictSame(octets(decoded.raw), der)
  t.strictSame(octets(decoded.tbsCertificate, ecdsaWithSha256, bitString(0, '3006020101020101')), der.subarray(3))
  t.equal(decoded.version, 3)
  t.strictSame(octets(decoded.serialNumberBytes), octets('05'))
  t.equal(decoded.serialNumber, '05')
  t.strictSame(decoded.signatureAlgorithm, { algorithm: '1.2.840.10045.4.3.2', parameters: null })
  t.strictSame(octets(decoded.signature), octets('3006020101020101'))
  t.equal(decoded.issuer.commonName, 'Issuer')
  t.equal(decoded.subject.commonName, 'Subject')
  t.equal(decoded.notBefore, Date.UTC(2026, 0, 1))
  t.equal(decoded.notAfter, Date.UTC(2026, 11, 31, 23, 59, 59))
  t.strictSame(octets(decoded.subjectPublicKeyInfo), ed25519Key)
  t.equal(decoded.publicKeyAlgorithm.algorithm, '1.3.101.112')
  t.equal(decoded.publicKeyBits, 256)
  t.equal(decoded.publicKey?.asymmetricKeyType, 'ed25519')
  t.equal(decoded.publicKey, decoded.publicKey, 'once')
  t.strictSame(decoded.extensions.map(({ oid, critical }) => [oid, critical]), [['2.5.29.19', true]])
  t.strictSame(octets(decoded.extension('2.5.29.19')!.value), sequence(TRUE))
  t.equal(decoded.extension('2.5.29.15'), null)
  t.strictSame(decoded.basicConstraints, { cA: true, pathLenConstraint: null })
  t.equal(decoded.keyUsage, null)
  t.equal(decoded.extKeyUsage, null)
  t.equal(decoded.applicationPolicies, null)
  t.equal(decoded.authorityKeyIdentifier, null)
  t.equal(decoded.subjectKeyIdentifier, null)
  t.equal(decoded.extensionErrors, 0)
  t.equal(decoded.isSelfIssued, false)
  const sha256 = createHash('sha256').update(der).digest('hex')
  t.equal(decoded.fingerprint256.replaceAll(':', '').toLowerCase(), sha256)
})

t.test('who gave the bytes can\'t change the certificate afterwards', async (t) => {
  const der = certificate()
  const decoded = Certificate.decode(der)
  der.fill(0)
  t.equal(decoded.subject.commonName, 'Subject')
  t.equal(decoded.raw[0], 0x30)
})

t.test('it says what node:crypto says', async (t) => {
  const folder = join('test', 'conformance', 'pkits', 'certs')
  for (const file of ['ValidLongSerialNumberTest16EE.crt', 'ValidNegativeSerialNumberTest14EE.crt', 'DSACACert.crt']) {
    const der = readFileSync(join(folder, file))
    const ours = Certificate.decode(der)
    const theirs = new X509Certificate(der)
    t.equal(ours.serialNumber, theirs.serialNumber, file)
    t.equal(ours.fingerprint256, theirs.fingerprint256, file)
    t.ok(ours.publicKey?.equals(theirs.publicKey), file)
  }
})

t.test('a name that is issuer and subject makes it self-issued, in any spelling', async (t) => {
  t.equal(Certificate.decode(certificate({ subject: commonName('Issuer') })).isSelfIssued, true)
  t.equal(Certificate.decode(certificate({ subject: commonName(' ISSUER') })).isSelfIssued, true)
})

t.test('versions 1, 2 and 3 are read', async (t) => {
  const cases: Array<readonly [CertificateParts, number]> = [
    [{ version: '' }, 1],
    [{ version: element(0xa0, integer('00')) }, 1],
    [{ version: element(0xa0, integer('01')) }, 2],
    [{ version: element(0xa0, integer('02')) }, 3]
  ]
  for (const [parts, version] of cases) t.equal(Certificate.decode(certificate(parts)).version, version)
})

t.test('unique identifiers are passed over from version 2 on', async (t) => {
  const identifiers = octets(element(0x81, '0055'), element(0x82, '04f0'))
  for (const uniqueIdentifiers of [identifiers, element(0x81, '00'), element(0x82, '0001')]) {
    t.equal(Certificate.decode(certificate({ uniqueIdentifiers })).extensionErrors, 0)
  }
  t.throws(() => Certificate.decode(certificate({ version: '', uniqueIdentifiers: identifiers })), DerError)
})

t.test('a serial number of any size and sign is read', async (t) => {
  for (const serial of ['00', 'ff', '0080', '7f'.repeat(100)]) {
    const { serialNumberBytes } = Certificate.decode(certificate({ serialNumber: integer(serial) }))
    t.strictSame(octets(serialNumberBytes), octets(serial))
  }
})

t.test('an empty name is read', async (t) => {
  t.ok(Certificate.decode(certificate({ subject: sequence() })).subject.isEmpty)
})

t.test('a signature that is not made of whole octets is none', async (t) => {
  t.equal(Certificate.decode(certificate({ signature: bitString(4, 'f0') })).signature.length, 0)
})

t.test('a key that nobody knows is no reason to refuse the certificate', async (t) => {
  const subjectPublicKeyInfo = sequence(sequence(objectIdentifier('1.3.6.1.4.1.99999.1')), bitString(0, '61'))
  const decoded = Certificate.decode(certificate({ subjectPublicKeyInfo }))
  t.equal(decoded.publicKey, null)
  t.equal(decoded.publicKeyBits, 0)
})

t.test('faults inside an extension are told, not thrown', async (t) => {
  const decoded = Certificate.decode(certificate({ extensionList: sequence(extension('2.5.29.19', '0500')) }))
  t.equal(decoded.extensionErrors, CertTrust.INVALID_EXTENSION)
  t.strictSame(decoded.basicConstraints, { cA: false, pathLenConstraint: null })
})

t.test('what is no certificate is refused', async (t) => {
  const der = certificate()
  const utc = (value: string): Buffer => text(0x17, value)
  const cases: Record<string, Buffer> = {
    nothing: octets(''),
    'a text': Buffer.from('-----BEGIN CERTIFICATE-----'),
    'a byte behind it': octets(der, '00'),
    'a byte less': der.subarray(0, -1),
    'an element behind the signature': certificate({ trailing: '0500' }),
    'version 4': certificate({ version: element(0xa0, integer('03')) }),
    'a negative version': certificate({ version: element(0xa0, integer('ff')) }),
    'a version of two numbers': certificate({ version: element(0xa0, integer('02'), integer('02')) }),
    'no serial number': certificate({ serialNumber: '' }),
    'a serial number that is not minimal': certificate({ serialNumber: integer('0005') }),
    'different algorithms': certificate({ signatureAlgorithm: unrecognized }),
    'algorithms with different parameters': certificate({
      signatureAlgorithm: sequence(objectIdentifier('1.2.840.10045.4.3.2'), octets('0500'))
    }),
    'an algorithm of three elements': certificate({
      innerAlgorithm: sequence(ecdsaWithSha256.subarray(2), octets('05000500')),
      signatureAlgorithm: sequence(ecdsaWithSha256.subarray(2), octets('05000500'))
    }),
    'an issuer that is no name': certificate({ issuer: integer('05') }),
    'a validity without an end': certificate({ validity: sequence(utc('260101000000Z')) }),
    'a validity of three times': certificate({ validity: sequence(...Array(3).fill(utc('260101000000Z'))) }),
    'a day that does not exist': certificate({ validity: sequence(utc('260230000000Z'), utc('261231000000Z')) }),
    'a public key with unused bits': certificate({
      subjectPublicKeyInfo: sequence(sequence(objectIdentifier('1.3.101.112')), bitString(1, 'fe'))
    }),
    'a public key with more behind': certificate({ subjectPublicKeyInfo: sequence(ed25519Key.subarray(2), '0500') }),
    'unique identifiers in the wrong order': certificate({ uniqueIdentifiers: octets(element(0x82, '00'), element(0x81, '00')) }),
    'extensions that are no list': certificate({ extensionList: integer('05') }),
    'an extension without a value': certificate({ extensionList: sequence(sequence(objectIdentifier('2.5.29.19'))) }),
    'a criticality that is not canonical': certificate({ extensionList: sequence(extension('2.5.29.19', '3000', '010101')) }),
    'two lists of extensions': certificate({ extensions: octets(element(0xa3, sequence()), element(0xa3, sequence())) }),
    'no signature': certificate({ signature: '' })
  }
  for (const [why, bytes] of Object.entries(cases)) t.throws(() => Certificate.decode(bytes), DerError, why)
})
