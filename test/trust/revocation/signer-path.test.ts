import t from 'tap'
import { CertificateChainEngine } from '../../../lib/trust/engine.js'
import {
  cRLDistributionPoints, cRLIssuer, flag, fullName, issuingDistributionPoint, signedCrl, uri
} from '../../support/crl.js'
import { commonName, extension, objectIdentifier, sequence } from '../../support/der.js'
import { handMade } from '../../support/hand-made.js'
import { authority, cRLSign, leafWith, root, time } from '../../support/revocation-chain.js'

const HERE = fullName(uri('http://a.test/'))
const policies = extension('2.5.29.32', sequence(sequence(objectIdentifier('1.2.3'))))
const clientAuth = extension('2.5.29.37', sequence(objectIdentifier('1.3.6.1.5.5.7.3.2')))
const ocspSigning = extension('2.5.29.37', sequence(objectIdentifier('1.3.6.1.5.5.7.3.9')))

t.test('the usage and the policies that are asked of a certificate are not asked of the signer of its CRL', async (t) => {
  const signer = handMade(root, { subject: commonName('CRL Issuer'), extensionList: sequence(cRLSign, ocspSigning) })
  const leaf = leafWith(policies, clientAuth, cRLDistributionPoints([HERE, cRLIssuer(commonName('CRL Issuer'))]))
  const engine = new CertificateChainEngine({
    trustAnchors: root.der,
    intermediates: [authority.der, signer.der],
    crls: [signedCrl(signer, { extensions: [issuingDistributionPoint(HERE, flag(4))] }), signedCrl(root)]
  })
  const chain = engine.getCertificateChain(leaf.der, { time, usage: 'clientAuth', initialPolicySet: ['1.2.4'] })
  t.equal(chain.errorStatus, 0)
})
