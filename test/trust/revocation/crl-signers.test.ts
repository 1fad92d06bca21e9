import t from 'tap'
import {
  cRLDistributionPoints, cRLIssuer, entry, flag, fullName, issuingDistributionPoint, signedCrl, unknownExtension, uri
} from '../../support/crl.js'
import { commonName, integer, sequence } from '../../support/der.js'
import { handMade, handMadeAuthority, validity, type HandMade } from '../../support/hand-made.js'
import {
  GOOD, REVOKED, UNKNOWN, authority, cRLSign, digitalSignature, leaf, leafWith, root, statusOf
} from '../../support/revocation-chain.js'

const HERE = fullName(uri('http://a.test/'))
const indirect = { extensions: [issuingDistributionPoint(HERE, flag(4))] }
/** A leaf for whose status another issuer answers. */
const delegated = leafWith(cRLDistributionPoints([HERE, cRLIssuer(commonName('CRL Issuer'))]))

function crlIssuer (extensions: Buffer = sequence(cRLSign), issuer: HandMade | null = root): HandMade {
  return handMade(issuer, { subject: commonName('CRL Issuer'), extensionList: extensions })
}

/** The leaf's status, with the signer's own certificate and CRLs for all that is in its path. */
function delegatedTo (signer: HandMade, more: readonly Buffer[] = [signedCrl(root)], by: HandMade = signer): string {
  const crls = [signedCrl(by, { issuer: commonName('CRL Issuer'), ...indirect }), ...more]
  return statusOf(delegated, crls, { intermediates: [authority.der, signer.der] })
}

t.test('a CRL signer outside the path has a valid path of its own', async (t) => {
  t.equal(delegatedTo(crlIssuer()), GOOD)
  t.equal(delegatedTo(crlIssuer(sequence(unknownExtension()))), GOOD, 'without a keyUsage')
  t.equal(delegatedTo(crlIssuer(sequence(digitalSignature))), UNKNOWN, 'without cRLSign')
  t.equal(delegatedTo(crlIssuer(sequence(cRLSign), authority), [signedCrl(authority)]), GOOD, 'below the authority')
  t.equal(delegatedTo(crlIssuer(), [signedCrl(root)], crlIssuer()), UNKNOWN, 'signed with another key')
  const expired = handMade(root, {
    subject: commonName('CRL Issuer'), extensionList: sequence(cRLSign), validity: validity('260101000000Z', '260601000000Z')
  })
  t.equal(delegatedTo(expired), UNKNOWN, 'expired')
  t.equal(delegatedTo(crlIssuer(sequence(cRLSign), null)), UNKNOWN, 'self-signed')
})

t.test('its own status must be known', async (t) => {
  t.equal(delegatedTo(crlIssuer(), []), UNKNOWN)
  const numbered = handMade(root, {
    subject: commonName('CRL Issuer'), serialNumber: integer('09'), extensionList: sequence(cRLSign)
  })
  t.equal(delegatedTo(numbered, [signedCrl(root, { entries: [entry('08')] })]), GOOD)
  t.equal(delegatedTo(numbered, [signedCrl(root, { entries: [entry('09')] })]), UNKNOWN)
})

t.test('its path ends at the anchor of the path, and at no other', async (t) => {
  const other = handMadeAuthority({ subject: commonName('Other Root') })
  const signer = crlIssuer(sequence(cRLSign), other)
  const crls = [signedCrl(signer, indirect), signedCrl(other)]
  const options = { trustAnchors: [root.der, other.der], intermediates: [authority.der, signer.der] }
  t.equal(statusOf(delegated, crls, options), UNKNOWN)
})

t.test('where the path has no anchor, nobody outside it is heard', async (t) => {
  const signer = crlIssuer()
  const other = handMadeAuthority({ subject: commonName('Other Root') })
  const options = { trustAnchors: other.der, intermediates: [authority.der, root.der, signer.der] }
  t.equal(statusOf(delegated, [signedCrl(signer, indirect), signedCrl(root)], options), UNKNOWN)
  t.equal(statusOf(leaf, [signedCrl(authority, { entries: [entry('05')] })], options), REVOKED, 'its issuer is')
})

t.test('a signer may be a CA further up', async (t) => {
  const points = leafWith(cRLDistributionPoints([HERE, cRLIssuer(commonName('Root'))]))
  t.equal(statusOf(points, [signedCrl(root, indirect)]), GOOD)
})

t.test('a signer answers for itself only where its CA has appointed it', async (t) => {
  const appointed = crlIssuer(sequence(
    cRLSign, cRLDistributionPoints([HERE, cRLIssuer(commonName('CRL Issuer'))])
  ))
  t.equal(delegatedTo(appointed, []), GOOD)
  const rival = handMade(authority, { subject: commonName('Authority'), extensionList: sequence(cRLSign) })
  const crl = signedCrl(rival)
  t.equal(statusOf(leaf, [crl], { intermediates: [authority.der, rival.der] }), UNKNOWN)
  const elsewhere = [crl, signedCrl(authority, { extensions: [issuingDistributionPoint(flag(2))] })]
  t.equal(statusOf(leaf, elsewhere, { intermediates: [authority.der, rival.der] }), UNKNOWN)
})

t.test('two signers do not answer for one another', async (t) => {
  const names = ['One', 'Two'].map((name) => commonName(name)) as [Buffer, Buffer]
  const [one, two] = [0, 1].map((index) => handMade(root, {
    subject: names[index]!,
    extensionList: sequence(cRLSign, cRLDistributionPoints([HERE, cRLIssuer(names[1 - index]!)]))
  })) as [HandMade, HandMade]
  const points = leafWith(cRLDistributionPoints([HERE, cRLIssuer(names[0])]))
  const crls = [signedCrl(one, indirect), signedCrl(two, indirect)]
  t.equal(statusOf(points, crls, { intermediates: [authority.der, one.der, two.der] }), UNKNOWN)
})

t.test('a signer is asked once for its path, however many CRLs it signs', async (t) => {
  const signer = crlIssuer()
  const crls = [signedCrl(signer, indirect), signedCrl(signer, { ...indirect, nextUpdate: '' }), signedCrl(root)]
  t.equal(statusOf(delegated, crls, { intermediates: [authority.der, signer.der] }), GOOD)
})

t.test('the signatures of CRLs count into the budget', async (t) => {
  const crls = [signedCrl(authority)]
  t.equal(statusOf(leaf, crls, { budget: { signatureChecks: 4 } }), GOOD)
  t.equal(statusOf(leaf, crls, { budget: { signatureChecks: 2 } }), UNKNOWN)
})
