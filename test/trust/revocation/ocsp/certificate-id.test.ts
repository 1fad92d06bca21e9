import t from 'tap'
import { Certificate } from '../../../../lib/trust/certificate/certificate.js'
import { DerCursor } from '../../../../lib/trust/der/der-cursor.js'
import { identifies, readCertificateId } from '../../../../lib/trust/revocation/ocsp/certificate-id.js'
import { integer, objectIdentifier, octetString, octets, sequence } from '../../../support/der.js'
import { certificateId } from '../../../support/ocsp.js'
import { authority, leaf, root } from '../../../support/revocation-chain.js'
import { hashIdentifier } from '../../../support/signing.js'

const certificate = Certificate.decode(leaf.der)
const issuer = Certificate.decode(authority.der)

for (const hash of ['sha1', 'sha256', 'sha384', 'sha512'] as const) {
  t.test(`a certificate is identified by ${hash} of its issuer's name and key and by its serial number`, async (t) => {
    const isOfLeaf = (der: Buffer): boolean => identifies(readCertificateId(new DerCursor(der)), certificate, issuer)
    t.ok(isOfLeaf(certificateId(authority, '05', hash)))
    t.notOk(isOfLeaf(certificateId(authority, '06', hash)), 'another serial number')
    t.notOk(isOfLeaf(certificateId(root, '05', hash)), 'another issuer')
    const [, name, key, serialNumber] = partsOf(certificateId(authority, '05', hash))
    const [, otherName, otherKey] = partsOf(certificateId(root, '05', hash))
    t.notOk(isOfLeaf(sequence(hashIdentifier(hash), name!, otherKey!, serialNumber!)), 'another key')
    t.notOk(isOfLeaf(sequence(hashIdentifier(hash), otherName!, key!, serialNumber!)), 'another name')
  })
}

/** The elements of a SEQUENCE. */
function partsOf (der: Buffer): Uint8Array[] {
  const cursor = new DerCursor(der)
  const parts: Uint8Array[] = []
  cursor.enter(0x30)
  while (cursor.hasNext()) parts.push(cursor.any().element())
  return parts
}

for (const [name, der] of [
  ['nothing', ''],
  ['a hash that nobody knows', sequence(sequence(objectIdentifier('1.2.3')), octetString(), octetString(), integer('05'))],
  ['no key hash', sequence(hashIdentifier('sha1'), octetString('01'), integer('05'))],
  ['no serial number', sequence(hashIdentifier('sha1'), octetString('01'), octetString('02'))],
  ['a part too many', sequence(hashIdentifier('sha1'), octetString('01'), octetString('02'), integer('05'), '0500')]
] as const) {
  t.test(`${name} is no CertID`, async (t) => {
    t.throws(() => readCertificateId(new DerCursor(octets(der))), { name: 'DerError' })
  })
}
