import t from 'tap'
import { Certificate } from '../../../../lib/trust/certificate/certificate.js'
import { OcspPool } from '../../../../lib/trust/revocation/ocsp/ocsp-pool.js'
import { OcspResponse } from '../../../../lib/trust/revocation/ocsp/ocsp-response.js'
import { unknownExtension } from '../../../support/crl.js'
import { TRUE } from '../../../support/der.js'
import { UNKNOWN, certificateId, ocspResponse, revoked, single } from '../../../support/ocsp.js'
import { authority, leaf, root } from '../../../support/revocation-chain.js'

const certificate = Certificate.decode(leaf.der)
const issuer = Certificate.decode(authority.der)

const ofLeaf = certificateId(authority, '05')
const answers = [
  single({ certificateId: certificateId(authority, '06') }),
  single({ certificateId: ofLeaf }),
  single({ certificateId: certificateId(root, '05') }),
  single({ certificateId: ofLeaf, status: revoked() }),
  single({ certificateId: ofLeaf, status: UNKNOWN, extensions: [unknownExtension(TRUE)] })
]

t.test('of several answers those about the certificate are found, if they are understood', async (t) => {
  const pool = new OcspPool([OcspResponse.decode(ocspResponse({ responses: answers }))])
  t.same(pool.about(certificate, issuer).map(({ single }) => single.status), ['good', 'revoked'])
  t.same(pool.about(issuer, issuer), [])
})

t.test('a response that is not understood has none', async (t) => {
  const der = ocspResponse({ responses: answers, extensions: [unknownExtension(TRUE)] })
  t.same(new OcspPool([OcspResponse.decode(der)]).about(certificate, issuer), [])
})
