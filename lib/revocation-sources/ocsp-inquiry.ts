import { createHash } from 'node:crypto'
import type { Certificate } from '../trust/certificate/certificate.js'
import { encodeElement } from '../trust/der/encode.js'
import { encodeObjectIdentifier } from '../trust/der/object-identifier.js'
import { Tag } from '../trust/der/tags.js'
import { identifies, subjectPublicKeyOf } from '../trust/revocation/ocsp/certificate-id.js'
import { OcspResponse } from '../trust/revocation/ocsp/ocsp-response.js'
import { verifySignature } from '../trust/signature/verify-signature.js'
import type { Answer, Inquiry } from './inquiry.js'

/** The engine reads none that are larger (trust-status.md, budgets). */
const maxSize = 64 * 1024

/** Milliseconds that the engine goes on to believe an answer by default, since clocks differ. */
const clockSkew = 300_000

const SHA_1 = '1.3.14.3.2.26'

/**
 * Asks a responder about one certificate, by POST (RFC 6960 §A.1). The request has no nonce, so that responders can
 * give an answer that they have ready (RFC 5019 §2.1.1).
 */
export function ocspInquiry (url: URL, certificate: Certificate, issuer: Certificate): Inquiry {
  const content = encodeRequest(certificate, issuer)
  return {
    key: `ocsp ${url.href} ${createHash('sha256').update(content).digest('hex')}`,
    url,
    question: {
      mediaType: 'application/ocsp-response', body: { mediaType: 'application/ocsp-request', content }, maxSize
    },
    read: (response) => readResponse(response, certificate, issuer)
  }
}

/** OCSPRequest, without a version, a name, a signature and extensions (RFC 6960 §4.1.1, RFC 5019 §2.1.1). */
function encodeRequest (certificate: Certificate, issuer: Certificate): Uint8Array {
  const requests = encodeElement(Tag.SEQUENCE, encodeElement(Tag.SEQUENCE, encodeCertificateId(certificate, issuer)))
  return encodeElement(Tag.SEQUENCE, encodeElement(Tag.SEQUENCE, requests))
}

/** CertID (RFC 6960 §4.1.1), with SHA-1: the one hash that every responder must know (RFC 5019 §2.1.1). */
function encodeCertificateId (certificate: Certificate, issuer: Certificate): Uint8Array {
  const hash = (bytes: Uint8Array): Uint8Array =>
    encodeElement(Tag.OCTET_STRING, createHash('sha1').update(bytes).digest())
  return encodeElement(Tag.SEQUENCE,
    encodeElement(Tag.SEQUENCE,
      encodeElement(Tag.OBJECT_IDENTIFIER, encodeObjectIdentifier(SHA_1)), encodeElement(Tag.NULL)),
    hash(certificate.issuer.der),
    hash(subjectPublicKeyOf(issuer)),
    encodeElement(Tag.INTEGER, certificate.serialNumberBytes))
}

function readResponse (content: Buffer, certificate: Certificate, issuer: Certificate): Answer {
  const document = OcspResponse.decode(content)
  const single = document.responses.find(({ certificateId }) => identifies(certificateId, certificate, issuer))
  if (single === undefined) throw new Error('the answer is about another certificate')
  return {
    form: 'ocsp',
    document,
    thisUpdate: single.thisUpdate,
    nextUpdate: single.nextUpdate + clockSkew,
    isSignedBy: (signer) => isSigned(document, signer)
  }
}

/** By the issuer, or by a responder whose certificate the issuer has signed (RFC 6960 §4.2.2.2). */
function isSigned (response: OcspResponse, issuer: Certificate): boolean {
  const { signatureAlgorithm, signature, tbsResponseData: data } = response
  const isSignedBy = (signer: Certificate): boolean => verifySignature({ signatureAlgorithm, data, signature }, signer)
  return isSignedBy(issuer) || response.certificates.some((responder) => {
    const { signatureAlgorithm, signature, tbsCertificate: data } = responder
    return verifySignature({ signatureAlgorithm, data, signature }, issuer) && isSignedBy(responder)
  })
}
