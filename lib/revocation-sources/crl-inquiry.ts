import { readPem } from '../trust/certificate/pem.js'
import { DerError } from '../trust/der/der-error.js'
import { Tag } from '../trust/der/tags.js'
import { CertificateRevocationList } from '../trust/revocation/certificate-revocation-list.js'
import { verifySignature } from '../trust/signature/verify-signature.js'
import type { Answer, Inquiry } from './inquiry.js'

/** Asks for the CRL at a URL (RFC 5280 §4.2.1.13, RFC 2585 §4). */
export function crlInquiry (url: URL, maxSize: number): Inquiry {
  return {
    key: `crl ${url.href}`,
    url,
    question: { mediaType: 'application/pkix-crl', body: null, maxSize },
    read: readCrl
  }
}

function readCrl (content: Buffer): Answer {
  const document = CertificateRevocationList.decode(derOf(content))
  const { thisUpdate, nextUpdate, issuer, signatureAlgorithm, signature, tbsCertList: data } = document
  return {
    form: 'crl',
    document,
    thisUpdate,
    nextUpdate,
    isSignedBy: (certificate) => certificate.subject.equals(issuer) &&
      verifySignature({ signatureAlgorithm, data, signature }, certificate)
  }
}

/** RFC 2585 §3 wants DER; some CAs offer PEM. */
function derOf (content: Buffer): Uint8Array {
  if (content[0] === Tag.SEQUENCE) return content
  const blocks = readPem(content.toString('latin1'))
  const [block] = blocks
  if (block?.label === 'X509 CRL' && blocks.length === 1) return block.der
  throw new DerError('neither a CRL in DER nor one in PEM', 0)
}
