import { generateKeyPairSync } from 'node:crypto'
import t from 'tap'
import type { EngineOptions } from '../../../../lib/trust/engine-options.js'
import { Certificate } from '../../../../lib/trust/certificate/certificate.js'
import { entry, signedCrl, unknownExtension } from '../../../support/crl.js'
import { TRUE, bitString, commonName, extension, integer, objectIdentifier, sequence } from '../../../support/der.js'
import { handMade, handMadeAuthority, validity } from '../../../support/hand-made.js'
import type { HandMade } from '../../../support/hand-made.js'
import { byKey, certificateId, revoked, signedOcsp, single } from '../../../support/ocsp.js'
import {
  GOOD, REVOKED, UNKNOWN, authority, cRLSign, digitalSignature, leafWith, root, statusOf
} from '../../../support/revocation-chain.js'

const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9'
const purposes = (...oids: string[]): Buffer => extension('2.5.29.37', sequence(...oids.map(objectIdentifier)))
const ocspSigning = purposes(OCSP_SIGNING)
const noCheck = extension('1.3.6.1.5.5.7.48.1.5', '0500')
const nonRepudiation = extension('2.5.29.15', bitString(6, '40'), TRUE)

/** A certificate of the authority, with the serial number 09. */
function responderWith (
  extensions: Buffer[],
  { issuer = authority, ...parts }: { issuer?: HandMade, validity?: Buffer, subject?: Buffer } = {}
): HandMade {
  return handMade(issuer, {
    subject: commonName('Responder'),
    serialNumber: integer('09'),
    ...(extensions.length > 0 && { extensionList: sequence(...extensions) }),
    ...parts
  })
}

const leaf = leafWith()
const responder = responderWith([ocspSigning, noCheck])
const renewed = handMadeAuthority({ subject: commonName('Authority') }, root)

const ofLeaf = single({ certificateId: certificateId(authority, '05') })
const revokedLeaf = single({ certificateId: certificateId(authority, '05'), status: revoked() })
const good = (by: HandMade, certificates = [by.der]): Buffer => signedOcsp(by, { responses: [ofLeaf], certificates })

for (const [name, by, expected] of [
  ['one that the issuer designated', responder, GOOD],
  ['one with digitalSignature', responderWith([ocspSigning, noCheck, digitalSignature]), GOOD],
  ['one with nonRepudiation', responderWith([ocspSigning, noCheck, nonRepudiation]), GOOD],
  ['one with several purposes', responderWith([purposes('1.3.6.1.5.5.7.3.2', OCSP_SIGNING), noCheck]), GOOD],
  ['one by Microsoft\'s application policy', responderWith([
    extension('1.3.6.1.4.1.311.21.10', sequence(sequence(objectIdentifier(OCSP_SIGNING)))), noCheck
  ]), GOOD],
  ['one without a purpose', responderWith([noCheck]), UNKNOWN],
  ['one with another purpose', responderWith([purposes('1.3.6.1.5.5.7.3.2'), noCheck]), UNKNOWN],
  ['one for any purpose', responderWith([purposes('2.5.29.37.0'), noCheck]), UNKNOWN],
  ['one whose key is for CRLs', responderWith([ocspSigning, noCheck, cRLSign]), UNKNOWN],
  ['one with a critical extension that nobody knows', responderWith([
    ocspSigning, noCheck, unknownExtension(TRUE)
  ]), UNKNOWN],
  ['one that has expired', responderWith([ocspSigning, noCheck], {
    validity: validity('260101000000Z', '260615115959Z')
  }), UNKNOWN],
  ['one that is not valid yet', responderWith([ocspSigning, noCheck], {
    validity: validity('260615120001Z', '261231000000Z')
  }), UNKNOWN],
  ['one of the issuer\'s issuer', responderWith([ocspSigning, noCheck], { issuer: root }), UNKNOWN],
  ['one of another key of the issuer', responderWith([ocspSigning, noCheck], { issuer: renewed }), UNKNOWN],
  ['one of a responder', responderWith([ocspSigning, noCheck], { issuer: responder }), UNKNOWN],
  ['one that may be revoked', responderWith([ocspSigning]), UNKNOWN]
] as const) {
  t.test(`${name}: ${expected}`, async (t) => {
    const intermediates = [authority.der, renewed.der]
    t.equal(statusOf(leaf, [], { intermediates, ocspResponses: good(by) }), expected)
    const byItsKey = signedOcsp(by, { responses: [ofLeaf], certificates: [by.der], responderId: byKey(by) })
    t.equal(statusOf(leaf, [], { intermediates, ocspResponses: byItsKey }), expected)
  })
}

t.test('the responder\'s certificate may be known from elsewhere, by its name', async (t) => {
  const intermediates = [authority.der, responder.der]
  t.equal(statusOf(leaf, [], { ocspResponses: good(responder, []) }), UNKNOWN)
  t.equal(statusOf(leaf, [], { intermediates, ocspResponses: good(responder, []) }), GOOD)
  const byItsKey = signedOcsp(responder, { responses: [ofLeaf], responderId: byKey(responder) })
  t.equal(statusOf(leaf, [], { intermediates, ocspResponses: byItsKey }), UNKNOWN)
})

t.test('of several certificates the one that fits counts', async (t) => {
  const unfit = responderWith([noCheck])
  t.equal(statusOf(leaf, [], { ocspResponses: good(responder, [authority.der, unfit.der, responder.der]) }), GOOD)
  t.equal(statusOf(leaf, [], { ocspResponses: good(responder, [responderWith([ocspSigning, noCheck]).der]) }), UNKNOWN)
})

t.test('a responder without nocheck needs a CRL that has not revoked it', async (t) => {
  const checked = responderWith([ocspSigning])
  const about = single({ certificateId: certificateId(authority, '09') })
  t.equal(statusOf(leaf, [signedCrl(authority)], { ocspResponses: good(checked) }), GOOD)
  const crl = signedCrl(authority, { entries: [entry('09')] })
  const revokes = signedOcsp(checked, { responses: [revokedLeaf], certificates: [checked.der] })
  t.equal(statusOf(leaf, [signedCrl(authority)], { ocspResponses: revokes }), REVOKED)
  t.equal(statusOf(leaf, [crl], { ocspResponses: revokes }), GOOD, 'a responder that is revoked revokes nobody')
  const mutual = signedOcsp(checked, { responses: [ofLeaf, about], certificates: [checked.der] })
  t.equal(statusOf(leaf, [], { ocspResponses: mutual }), UNKNOWN, 'nor does it vouch for itself')
})

t.test('nobody speaks for itself, even if it is a responder', async (t) => {
  const client = leafWith(ocspSigning, noCheck)
  t.equal(statusOf(client, [], { ocspResponses: good(client) }), UNKNOWN)
  t.equal(statusOf(client, [], { ocspResponses: good(responder) }), GOOD)
})

t.test('a distrusted responder is none', async (t) => {
  const options: Partial<EngineOptions> = {
    ocspResponses: good(responder), distrusted: Certificate.decode(responder.der).fingerprint256
  }
  t.equal(statusOf(leaf, [], options), UNKNOWN)
})

t.test('the issuer must be allowed to sign such things', async (t) => {
  for (const [keyUsage, expected] of [['04', UNKNOWN], ['06', GOOD], ['84', GOOD]] as const) {
    const issuer = handMadeAuthority({
      subject: commonName('Authority'),
      extensionList: sequence(
        extension('2.5.29.19', sequence(TRUE), TRUE), extension('2.5.29.15', bitString(1, keyUsage), TRUE)
      )
    }, root)
    const ownLeaf = handMade(issuer, { subject: commonName('Leaf'), serialNumber: integer('05') })
    const response = signedOcsp(issuer, { responses: [single({ certificateId: certificateId(issuer, '05') })] })
    t.equal(statusOf(ownLeaf, [], { intermediates: issuer.der, ocspResponses: response }), expected)
  }
})

t.test('a responder with a weak key makes nobody good', async (t) => {
  const weak = handMade(authority, {
    subject: commonName('Responder'), serialNumber: integer('09'), extensionList: sequence(ocspSigning, noCheck)
  }, generateKeyPairSync('rsa', { modulusLength: 1024 }))
  const sha256WithRsa = sequence(objectIdentifier('1.2.840.113549.1.1.11'), '0500')
  const answer = (response: Buffer): Buffer => signedOcsp(weak, {
    responses: [response], certificates: [weak.der], signatureAlgorithm: sha256WithRsa
  })
  t.equal(statusOf(leaf, [], { ocspResponses: answer(ofLeaf) }), UNKNOWN)
  t.equal(statusOf(leaf, [], { ocspResponses: answer(ofLeaf), strength: 'windows' }), GOOD)
  t.equal(statusOf(leaf, [], { ocspResponses: answer(revokedLeaf) }), REVOKED)
})

t.test('what a responder signed weakly makes nobody good', async (t) => {
  const signatureAlgorithm = sequence(objectIdentifier('1.2.840.10045.4.1'))
  const answer = signedOcsp(responder, {
    responses: [ofLeaf], certificates: [responder.der], signatureAlgorithm
  }, 'SHA1')
  t.equal(statusOf(leaf, [], { ocspResponses: answer }), UNKNOWN)
})
